import type { SignalName } from '../../model/exit.ts';
import { type Step, step } from '../effect.ts';
import type { Command } from '../overlay.ts';
import { type DashboardState, withChosen } from '../state.ts';
import { targetsOf } from '../targets.ts';
import { withMessage } from './answers.ts';
import { move } from './move.ts';

/** Starting is done at once; stopping several processes asks first, because it is long to undo. */
export function act(state: DashboardState, verb: 'start' | 'stop' | 'restart'): Step {
  const { names, label, isMany } = targetsOf(state);
  const command: Command = { do: 'act', verb, targets: names };
  if (verb !== 'start' && isMany) return confirm(state, `${capitalized(verb)} ${label}?`, [...names], command);
  return step(withMessage(state, `${verb} ${label}`, 'done'), { type: 'act', verb, targets: names });
}

export function kill(state: DashboardState): Step {
  const { names, label } = targetsOf(state);
  const details = ['SIGKILL goes to all that its `kill` setting names: nothing is cleaned up.'];
  return confirm(state, `Kill ${label}?`, details, { do: 'signal', signal: 'SIGKILL', targets: names });
}

/** In the order of how often they are of use. */
const SIGNALS: readonly (readonly [SignalName, string])[] = [
  ['SIGHUP', 'often: read the configuration again'],
  ['SIGUSR1', 'what the program makes of it; Node: open the inspector'],
  ['SIGUSR2', 'what the program makes of it'],
  ['SIGINT', 'as Ctrl-C'],
  ['SIGQUIT', 'often: say what every thread does'],
  ['SIGTERM', 'end; the restart policy decides what follows'],
  ['SIGSTOP', 'pause'],
  ['SIGCONT', 'go on'],
  ['SIGWINCH', 'the size of the terminal changed'],
  ['SIGKILL', 'end at once'],
];

export function pickSignal(state: DashboardState): Step {
  const { names, label } = targetsOf(state);
  const items = SIGNALS.map(([signal, meaning]) => ({
    label: `${signal.padEnd(9)}: ${meaning}`,
    keys: '',
    command: { do: 'signal', signal, targets: names } as const,
  }));
  return step(withChosen(state, { overlay: { kind: 'picker', title: `Signal ${label}`, items, index: 0 } }));
}

/** Only those that wait: a start of the others would be something else. */
export function retry(state: DashboardState): Step {
  const { names, label } = targetsOf(state);
  const waiting = state.known.processes
    .filter(({ name, status }) => status === 'backoff' && (names.length === 0 || names.includes(name)))
    .map(({ name }) => name);
  if (waiting.length === 0) return step(withMessage(state, `${label}: nothing waits for a retry`, 'failed'));
  return step(withMessage(state, `retry ${waiting.join(', ')}`, 'done'), {
    type: 'act',
    verb: 'start',
    targets: waiting,
  });
}

/** Marks what is selected, or no longer, and goes on to the next. */
export function mark(state: DashboardState): DashboardState {
  const { process, marked } = state.chosen;
  if (process === null) return markAll(state);
  const next = new Set(marked);
  if (!next.delete(process)) next.add(process);
  return move(withChosen(state, { marked: next, focus: 'list' }), 1);
}

export function markAll(state: DashboardState): DashboardState {
  const names = state.known.processes.map(({ name }) => name);
  return withChosen(state, { marked: state.chosen.marked.size === names.length ? new Set() : new Set(names) });
}

export function openDetails(state: DashboardState): DashboardState {
  const { process } = state.chosen;
  if (process === null) return withMessage(state, 'select a process first', 'failed');
  return withChosen(state, { overlay: { kind: 'document', document: { about: 'details', process }, top: 0 } });
}

export function openWhy(state: DashboardState): DashboardState {
  const { process } = state.chosen;
  if (process === null) return withMessage(state, 'select a process first', 'failed');
  return withChosen(state, { overlay: { kind: 'document', document: { about: 'why', process }, top: 0 } });
}

export function attach(state: DashboardState): Step {
  const { process } = state.chosen;
  if (process === null) return step(withMessage(state, 'select a process first', 'failed'));
  return step(state, { type: 'attach', process });
}

export function openLink(state: DashboardState): Step {
  const { process } = state.chosen;
  if (process === null) return step(withMessage(state, 'select a process first', 'failed'));
  return step(state, { type: 'read-links', process });
}

export function confirm(state: DashboardState, question: string, details: readonly string[], command: Command): Step {
  return step(withChosen(state, { overlay: { kind: 'confirm', question, details, command } }));
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
