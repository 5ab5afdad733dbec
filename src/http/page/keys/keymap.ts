/** What the keys of the page do: those of the dashboard, where it has the same. */
export type PageAction =
  | 'up'
  | 'down'
  | 'select-all'
  | 'extend-up'
  | 'extend-down'
  | 'start'
  | 'stop'
  | 'restart'
  | 'why'
  | 'search'
  | 'find-next'
  | 'find-previous'
  | 'filter'
  | 'follow'
  | 'top'
  | 'bottom'
  | 'wrap'
  | 'timestamps'
  | 'stream'
  | 'zoom-log'
  | 'graph'
  | 'copy-link'
  | 'reload'
  | 'help'
  | 'cancel';

/** Keys as `KeyboardEvent.key` names them, and what they do, in the order of the help. */
export const KEYMAP: readonly {
  readonly keys: readonly string[];
  readonly action: PageAction;
  readonly does: string;
}[] = [
  { keys: ['ArrowUp', 'k'], action: 'up', does: 'the process before' },
  { keys: ['ArrowDown', 'j'], action: 'down', does: 'the next process' },
  { keys: ['0'], action: 'select-all', does: 'all processes' },
  { keys: ['K'], action: 'extend-up', does: 'the process before, too' },
  { keys: ['J'], action: 'extend-down', does: 'the next process, too' },
  { keys: ['s'], action: 'start', does: 'start' },
  { keys: ['x'], action: 'stop', does: 'stop' },
  { keys: ['r'], action: 'restart', does: 'restart' },
  { keys: ['/'], action: 'search', does: 'search' },
  { keys: ['n'], action: 'find-next', does: 'the next match' },
  { keys: ['N'], action: 'find-previous', does: 'the match before' },
  { keys: ['&'], action: 'filter', does: 'only lines that match, or all' },
  { keys: ['f'], action: 'follow', does: 'follow the end of the log' },
  { keys: ['g', 'Home'], action: 'top', does: 'the oldest lines' },
  { keys: ['G', 'End'], action: 'bottom', does: 'the newest lines' },
  { keys: ['w'], action: 'wrap', does: 'wrap long lines' },
  { keys: ['t'], action: 'timestamps', does: 'timestamps' },
  { keys: ['e'], action: 'stream', does: 'both outputs, standard output, or standard error' },
  { keys: ['z'], action: 'zoom-log', does: 'all room for the log' },
  { keys: ['d'], action: 'graph', does: 'the graph of dependencies' },
  { keys: ['y'], action: 'copy-link', does: 'copy the selected lines, or the link to what is shown' },
  { keys: ['L'], action: 'reload', does: 'reload pom.yaml' },
  { keys: ['?'], action: 'help', does: 'this help' },
  { keys: ['Escape'], action: 'cancel', does: 'close, clear, leave' },
];

/** What counts of a `KeyboardEvent`. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** @returns null when the key is the browser's. */
export function actionFor({ key, ctrlKey, metaKey, altKey }: KeyPress): PageAction | null {
  if (ctrlKey || metaKey || altKey) return null;
  return KEYMAP.find(({ keys }) => keys.includes(key))?.action ?? null;
}
