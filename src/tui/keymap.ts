import { err, ok, type Result } from '../model/result.ts';
import { closest } from '../util/closest.ts';
import { ACTION_NAMES, type Action, isAction } from './actions.ts';
import { isKeyName, keyNames } from './keys.ts';

/**
 * What each key does. A key may have several actions: the first that makes sense at the moment is taken (`N` is the
 * previous match while there is a search, and sorts by name otherwise).
 */
export type Keymap = ReadonlyMap<string, readonly Action[]>;

/**
 * The defaults serve two families: people who know mprocs (`s` start, `x` stop, `r` restart, `z` zoom, `p` palette, `q`
 * quit) and people who know process-compose (F1 to F10, Ctrl-letters, Shift-letters that sort the list).
 *
 * Both want `s`: it starts, because that is what fingers do by themselves; the terminal's own scrollback is on `b`.
 */
export const DEFAULT_KEYMAP: Keymap = new Map<string, readonly Action[]>([
  ['up', ['up']],
  ['k', ['up']],
  ['down', ['down']],
  ['j', ['down']],
  ['page-up', ['page-up']],
  ['page-down', ['page-down']],
  ['ctrl-u', ['half-page-up']],
  ['ctrl-d', ['half-page-down']],
  ['g', ['top']],
  ['home', ['top']],
  ['G', ['bottom']],
  ['end', ['bottom']],
  ['left', ['left']],
  ['h', ['left']],
  ['right', ['right']],
  ['l', ['right']],
  ['tab', ['switch-pane']],
  ['shift-tab', ['switch-pane']],
  ['0', ['select-all']],
  ...Array.from('123456789', (digit): [string, readonly Action[]] => [digit, ['select-nth']]),
  [']', ['next-process']],
  ['[', ['previous-process']],

  ['f', ['follow']],
  ['f5', ['follow']],
  ['w', ['wrap']],
  ['f6', ['wrap']],
  ['t', ['timestamps']],
  ['e', ['stream']],
  ['J', ['json']],
  ['ctrl-k', ['clear']],
  ['z', ['zoom-log']],
  ['f4', ['zoom-log']],
  ['f8', ['zoom-list']],
  ['ctrl-s', ['save']],

  ['/', ['search']],
  ['ctrl-f', ['search']],
  ['n', ['find-next']],
  ['ctrl-n', ['find-next']],
  ['N', ['find-previous', 'sort-name']],
  ['ctrl-p', ['find-previous']],
  ['&', ['filter']],
  ['v', ['select-text']],
  ['V', ['select-lines']],
  ['b', ['scrollback']],

  ['s', ['start']],
  ['f7', ['start']],
  ['x', ['stop']],
  ['f9', ['stop']],
  ['r', ['restart']],
  ['ctrl-r', ['restart']],
  ['X', ['kill']],
  ['K', ['signal']],
  ['f2', ['scale']],
  ['!', ['retry']],
  ['space', ['mark']],
  ['*', ['mark-all']],
  ['enter', ['details']],
  ['f3', ['details']],
  ['W', ['why']],
  ['i', ['attach']],
  ['o', ['open-link']],

  ['d', ['graph']],
  ['L', ['reload']],
  ['c', ['config-error']],

  ['S', ['sort-status']],
  ['A', ['sort-age']],
  ['H', ['sort-ready']],
  ['R', ['sort-restarts']],
  ['E', ['sort-exit']],
  ['P', ['sort-pid']],
  ['C', ['sort-cpu']],
  ['M', ['sort-memory']],

  ['p', ['palette']],
  [':', ['palette']],
  ['?', ['help']],
  ['f1', ['help']],
  ['escape', ['cancel']],
  ['ctrl-l', ['redraw']],
  ['ctrl-z', ['suspend']],
  ['q', ['quit']],
  ['f10', ['quit']],
  ['ctrl-c', ['interrupt']],
]);

/** What to write as the action of a key that shall do nothing. */
export const NO_ACTION = 'none';

/** A mistake in somebody's own bindings. */
export interface KeymapMistake {
  /** The key of the entry in which it is. */
  readonly key: string;
  /** Which half of the entry is wrong. */
  readonly part: 'key' | 'value';
  /** One sentence, lower case, no full stop. */
  readonly message: string;
}

/**
 * The default keymap with somebody's own bindings over it: from the name of a key to the name of an action, or to
 * `none`. A key that is bound anew loses what it did.
 */
export function keymapFrom(bindings: ReadonlyMap<string, string>): Result<Keymap, readonly KeymapMistake[]> {
  const own = new Map<string, readonly Action[]>();
  const mistakes: KeymapMistake[] = [];
  for (const [key, action] of bindings) {
    if (!isKeyName(key)) {
      mistakes.push({ key, part: 'key', message: `unknown key "${key}"${didYouMean(key, keyNames())}` });
    }
    if (isAction(action)) own.set(key, [action]);
    else if (action === NO_ACTION) own.set(key, []);
    else {
      const hint = didYouMean(action, [...ACTION_NAMES, NO_ACTION]);
      mistakes.push({ key, part: 'value', message: `unknown action "${action}"${hint}` });
    }
  }
  // One's own keys come first: they are the ones that hints show.
  const keymap = new Map([...own, ...[...DEFAULT_KEYMAP].filter(([key]) => !own.has(key))]);
  if (![...keymap.values()].some((actions) => actions.includes('quit') || actions.includes('interrupt'))) {
    const last = [...bindings.keys()].at(-1) ?? '';
    mistakes.push({ key: last, part: 'value', message: 'no key is left that quits; bind one to "quit"' });
  }
  return mistakes.length === 0 ? ok(keymap) : err(mistakes);
}

/** The keys that do something, in the order of the keymap. */
export function keysFor(keymap: Keymap, action: Action): readonly string[] {
  return [...keymap].flatMap(([key, actions]) => (actions.includes(action) ? [key] : []));
}

/** The first of them; null when the action has no key. */
export function keyFor(keymap: Keymap, action: Action): string | null {
  for (const [key, actions] of keymap) if (actions.includes(action)) return key;
  return null;
}

function didYouMean(word: string, candidates: Iterable<string>): string {
  const suggestion = closest(word.toLowerCase(), candidates);
  return suggestion === null ? '' : `; did you mean "${suggestion}"?`;
}
