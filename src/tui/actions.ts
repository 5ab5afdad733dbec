/**
 * Everything that a key can be bound to, by the name that `keys.yaml` and the palette use. The order is that of the
 * help, where each group has its heading.
 */
export const ACTIONS = {
  up: { group: 'Move', does: 'one process, or row of the log, up' },
  down: { group: 'Move', does: 'one process, or row of the log, down' },
  'page-up': { group: 'Move', does: 'a page of the log up' },
  'page-down': { group: 'Move', does: 'a page of the log down' },
  'half-page-up': { group: 'Move', does: 'half a page of the log up' },
  'half-page-down': { group: 'Move', does: 'half a page of the log down' },
  top: { group: 'Move', does: 'the first process, or the oldest line' },
  bottom: { group: 'Move', does: 'the last process, or the newest line' },
  left: { group: 'Move', does: 'to the list, or the text to the left' },
  right: { group: 'Move', does: 'to the log, or the text to the right' },
  'switch-pane': { group: 'Move', does: 'between the list and the log' },
  'select-all': { group: 'Move', does: 'all processes, merged' },
  'select-nth': { group: 'Move', does: 'the first to ninth process' },
  'next-process': { group: 'Move', does: 'the next process, from either pane' },
  'previous-process': { group: 'Move', does: 'the previous process, from either pane' },

  follow: { group: 'Log', does: 'follow the log, or stop following' },
  wrap: { group: 'Log', does: 'wrap long lines, or cut them off' },
  timestamps: { group: 'Log', does: 'show or hide times' },
  stream: { group: 'Log', does: 'both streams, standard output only, standard error only' },
  json: { group: 'Log', does: 'show JSON lines indented, or as they came' },
  clear: { group: 'Log', does: 'clear the pane; what is stored stays' },
  unclear: { group: 'Log', does: 'show what was cleared from the pane' },
  'zoom-log': { group: 'Log', does: 'the log alone, or both panes' },
  'zoom-list': { group: 'Log', does: 'the list alone, or both panes' },
  save: { group: 'Log', does: 'save the log to a file' },

  search: { group: 'Search and copy', does: 'search the whole log as you type' },
  'find-next': { group: 'Search and copy', does: 'the next match, towards newer lines' },
  'find-previous': { group: 'Search and copy', does: 'the previous match, towards older lines' },
  filter: { group: 'Search and copy', does: 'show only lines that match' },
  'select-text': { group: 'Search and copy', does: 'select text with the keys; y copies' },
  'select-lines': { group: 'Search and copy', does: 'select whole lines with the keys; y copies' },
  scrollback: { group: 'Search and copy', does: "step aside: the log in the terminal's own scrollback" },

  start: { group: 'Process', does: 'start, with what it depends on' },
  stop: { group: 'Process', does: 'end it in its own way, then by SIGKILL' },
  restart: { group: 'Process', does: 'stop, then start again' },
  kill: { group: 'Process', does: 'SIGKILL at once, to all that its `kill` setting names' },
  signal: { group: 'Process', does: 'send a signal' },
  scale: { group: 'Process', does: 'how many replicas of it run' },
  retry: { group: 'Process', does: 'retry now instead of waiting' },
  mark: { group: 'Process', does: 'mark; actions then take all that are marked' },
  'mark-all': { group: 'Process', does: 'mark all, or none' },
  details: { group: 'Process', does: 'details: spec, environment, runs, dependencies' },
  why: { group: 'Process', does: 'why it is where it is, down to the root, and what to try' },
  attach: { group: 'Process', does: 'type at its terminal (tty: true); ctrl-\\ comes back' },
  'open-link': { group: 'Process', does: 'open a link of the process' },

  graph: { group: 'Project', does: 'who depends on whom' },
  reload: { group: 'Project', does: 'reload the configuration' },
  'copy-page-link': { group: 'Project', does: 'copy the link to the page for browsers' },
  'config-error': { group: 'Project', does: 'the mistakes in the configuration' },

  'sort-name': { group: 'Sort', does: 'by name; again: the other way; again: as in pom.yaml' },
  'sort-status': { group: 'Sort', does: 'by status' },
  'sort-age': { group: 'Sort', does: 'by age' },
  'sort-ready': { group: 'Sort', does: 'by readiness' },
  'sort-restarts': { group: 'Sort', does: 'by restarts' },
  'sort-exit': { group: 'Sort', does: 'by exit' },
  'sort-pid': { group: 'Sort', does: 'by pid' },
  'sort-cpu': { group: 'Sort', does: 'by CPU' },
  'sort-memory': { group: 'Sort', does: 'by memory' },

  palette: { group: 'Dashboard', does: 'every command, by name' },
  help: { group: 'Dashboard', does: 'all keys' },
  cancel: { group: 'Dashboard', does: 'leave what is open, end the search, drop the marks' },
  redraw: { group: 'Dashboard', does: 'draw everything anew' },
  suspend: { group: 'Dashboard', does: 'suspend; "fg" comes back' },
  quit: { group: 'Dashboard', does: 'stop the project and quit; attached: detach' },
  interrupt: { group: 'Dashboard', does: 'as quit; once more: at once' },
} as const satisfies Readonly<Record<string, { readonly group: string; readonly does: string }>>;

export type Action = keyof typeof ACTIONS;

export function isAction(name: string): name is Action {
  return Object.hasOwn(ACTIONS, name);
}

export const ACTION_NAMES = Object.keys(ACTIONS).filter(isAction);
