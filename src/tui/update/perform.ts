import type { Action } from '../actions.ts';
import { type Step, step } from '../effect.ts';
import type { Sort } from '../state.ts';
import { type DashboardState, positionOf, withChosen } from '../state.ts';
import { findAgain } from './find.ts';
import { clear, follow, nextStream, unclear } from './log-options.ts';
import { move, moveSideways, page, selectNth, selectProcess, selectProcessNearby, toEdge } from './move.ts';
import * as process from './process-actions.ts';
import { openPrompt } from './prompt-keys.ts';
import { interrupt, quit } from './quit.ts';
import { pickReplicas } from './scale.ts';
import { beginSelection } from './selection-keys.ts';

/** Whether an action makes sense at the moment; a key that has several takes the first that does. */
export function isPossible({ chosen }: DashboardState, action: Action): boolean {
  return action === 'find-previous' || action === 'find-next' ? chosen.search !== null : true;
}

/** @param key the key that was pressed, for actions that several keys have; empty when there was none. */
export function perform(state: DashboardState, action: Action, key: string): Step {
  const { chosen } = state;
  switch (action) {
    case 'up':
    case 'down':
      return step(move(state, action === 'up' ? -1 : 1));
    case 'page-up':
    case 'page-down':
      return step(page(state, action === 'page-up' ? -1 : 1));
    case 'half-page-up':
    case 'half-page-down':
      return step(page(state, action === 'half-page-up' ? -0.5 : 0.5));
    case 'top':
    case 'bottom':
      return step(toEdge(state, action));
    case 'left':
    case 'right':
      return step(moveSideways(state, action === 'left' ? -1 : 1));
    case 'switch-pane':
      return step(withChosen(state, { focus: chosen.focus === 'list' ? 'log' : 'list', zoom: 'none' }));
    case 'select-all':
      return step(selectProcess(state, null));
    case 'select-nth':
      return step(selectNth(state, Number(key) || 0));
    case 'next-process':
    case 'previous-process':
      return step(selectProcessNearby(state, action === 'next-process' ? 1 : -1));

    case 'follow':
      return step(follow(state, !positionOf(state).follows));
    case 'wrap':
      return step(withChosen(state, { wrap: !chosen.wrap, column: 0 }));
    case 'timestamps':
      return step(withChosen(state, { timestamps: !chosen.timestamps }));
    case 'stream':
      return step(nextStream(state));
    case 'json':
      return step(withChosen(state, { json: !chosen.json }));
    case 'clear':
      return step(clear(state));
    case 'unclear':
      return step(unclear(state));
    case 'zoom-log':
      return step(withChosen(state, chosen.zoom === 'log' ? { zoom: 'none' } : { zoom: 'log', focus: 'log' }));
    case 'zoom-list':
      return step(withChosen(state, chosen.zoom === 'list' ? { zoom: 'none' } : { zoom: 'list', focus: 'list' }));
    case 'save':
      return openPrompt(
        state,
        'save',
        `${(chosen.process ?? state.known.session?.name ?? 'pom').replaceAll('/', '-')}.log`,
      );

    case 'search':
      return openPrompt(state, 'search', '');
    case 'filter':
      return openPrompt(state, 'filter', chosen.filter?.pattern ?? '');
    case 'find-next':
    case 'find-previous':
      return findAgain(state, action === 'find-next' ? 'newer' : 'older');
    case 'select-text':
    case 'select-lines':
      return step(beginSelection(state, action === 'select-text' ? 'cells' : 'lines'));
    case 'scrollback':
      return step(state, { type: 'scrollback' });

    case 'start':
    case 'stop':
    case 'restart':
      return process.act(state, action);
    case 'kill':
      return process.kill(state);
    case 'signal':
      return process.pickSignal(state);
    case 'scale':
      return pickReplicas(state);
    case 'retry':
      return process.retry(state);
    case 'mark':
      return step(process.mark(state));
    case 'mark-all':
      return step(process.markAll(state));
    case 'details':
      return step(process.openDetails(state));
    case 'why':
      return step(process.openWhy(state));
    case 'attach':
      return process.attach(state);
    case 'open-link':
      return process.openLink(state);

    case 'graph':
      return step(withChosen(state, { overlay: { kind: 'document', document: { about: 'graph' }, top: 0 } }));
    case 'reload':
      return step(state, { type: 'reload' });
    case 'copy-page-link':
      return step(state, { type: 'copy-page-link' });
    case 'config-error':
      return step(withChosen(state, { overlay: { kind: 'document', document: { about: 'config' }, top: 0 } }));

    case 'sort-name':
    case 'sort-status':
    case 'sort-age':
    case 'sort-ready':
    case 'sort-restarts':
    case 'sort-exit':
    case 'sort-pid':
    case 'sort-cpu':
    case 'sort-memory':
      return step(withChosen(state, { sort: nextSort(chosen.sort, SORTS[action]) }));

    case 'palette':
      return step(withChosen(state, { overlay: { kind: 'palette', query: '', index: 0 } }));
    case 'help':
      return step(withChosen(state, { overlay: { kind: 'document', document: { about: 'help' }, top: 0 } }));
    case 'cancel':
      return cancel(state);
    case 'redraw':
      return step(state, { type: 'redraw' });
    case 'suspend':
      return step(state, { type: 'suspend' });
    case 'quit':
      return quit(state);
    case 'interrupt':
      return interrupt(state);
    default:
      return action satisfies never;
  }
}

const SORTS = {
  'sort-name': 'name',
  'sort-status': 'status',
  'sort-age': 'age',
  'sort-ready': 'ready',
  'sort-restarts': 'restarts',
  'sort-exit': 'exit',
  'sort-pid': 'pid',
  'sort-cpu': 'cpu',
  'sort-memory': 'memory',
} as const;

/** Of these the large ones are of interest first. */
const DESCENDING_FIRST: ReadonlySet<Sort['by']> = new Set(['restarts', 'cpu', 'memory', 'exit']);

/** This way, the other way, as in pom.yaml. */
function nextSort(sort: Sort | null, by: Sort['by']): Sort | null {
  const first = DESCENDING_FIRST.has(by);
  if (sort?.by !== by) return { by, descending: first };
  return sort.descending === first ? { by, descending: !first } : null;
}

/** One thing at a time, the latest first. */
function cancel(state: DashboardState): Step {
  const { chosen } = state;
  if (chosen.selection !== null) return step(withChosen(state, { selection: null }));
  if (chosen.search !== null) return step(withChosen(state, { search: null }), { type: 'stop-finding' });
  if (chosen.filter !== null) return step(withChosen(state, { filter: null }));
  if (chosen.marked.size > 0) return step(withChosen(state, { marked: new Set() }));
  if (chosen.zoom !== 'none') return step(withChosen(state, { zoom: 'none' }));
  return step(withChosen(state, { focus: 'list' }));
}
