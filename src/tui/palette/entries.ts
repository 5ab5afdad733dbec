import { ACTION_NAMES, ACTIONS, type Action } from '../actions.ts';
import { type Keymap, keysFor } from '../keymap.ts';
import { keyLabel } from '../keys.ts';
import type { PaletteEntry } from '../overlay.ts';
import type { DashboardState } from '../state.ts';
import { targetsOf } from '../targets.ts';
import { fuzzyFilter } from './fuzzy.ts';

/** What the palette offers for what was typed: the commands on what is selected, then those on each process. */
export function paletteEntries(state: DashboardState, query: string): readonly PaletteEntry[] {
  return fuzzyFilter([...actionEntries(state), ...processEntries(state)], query, ({ label }) => {
    const [name = '', ...does] = label.split(': ');
    return { name, description: does.join(': ') };
  });
}

/** The keys of an action as people write them: `↑ k`. */
export function keysLabel(keymap: Keymap, action: Action): string {
  return keysFor(keymap, action).map(keyLabel).join(' ');
}

/** Those that make no sense in a list of commands. */
const LEFT_OUT: ReadonlySet<Action> = new Set([
  'up',
  'down',
  'left',
  'right',
  'select-nth',
  'palette',
  'cancel',
  'interrupt',
]);

/** What one comes to a palette for, first. */
const GROUPS: readonly (typeof ACTIONS)[Action]['group'][] = [
  'Process',
  'Project',
  'Search and copy',
  'Log',
  'Sort',
  'Dashboard',
  'Move',
];

function actionEntries(state: DashboardState): readonly PaletteEntry[] {
  const { label } = targetsOf(state);
  const order = (action: Action) => GROUPS.indexOf(ACTIONS[action].group);
  const offered = ACTION_NAMES.filter((action) => !LEFT_OUT.has(action)).toSorted((a, b) => order(a) - order(b));
  return offered.map((action) => {
    const { group, does } = ACTIONS[action];
    const about = group === 'Process' ? ` ${label}` : '';
    return {
      label: `${action.replaceAll('-', ' ')}${about}: ${does}`,
      keys: keysLabel(state.setup.keymap, action),
      command: { do: 'action', action },
    };
  });
}

/** What is selected is left out: the actions are about it already. */
function processEntries(state: DashboardState): readonly PaletteEntry[] {
  const { names } = targetsOf(state);
  const isTarget = (name: string) => names.length === 1 && names[0] === name;
  return state.known.processes.flatMap(({ name }): readonly PaletteEntry[] => [
    { label: `show ${name}`, keys: '', command: { do: 'select', process: name } },
    ...(isTarget(name) ? [] : (['start', 'stop', 'restart'] as const)).map((verb) => ({
      label: `${verb} ${name}`,
      keys: '',
      command: { do: 'act', verb, targets: [name] } as const,
    })),
  ]);
}
