import { failureMessage } from '../../model/failure-message.ts';
import type { TextSearch } from '../../model/logs-request.ts';
import { type Step, step } from '../effect.ts';
import { logPaneOf, rowsOf, viewOf } from '../layout/log-pane.ts';
import { paused } from '../logs/position.ts';
import type { FindRequest } from '../search.ts';
import { type DashboardState, positionOf, withChosen, withPosition } from '../state.ts';
import type { TuiEvent } from '../tui-event.ts';

/** Looks for a match. Whatever was being looked for is forgotten. */
export function find(
  state: DashboardState,
  query: TextSearch,
  direction: FindRequest['direction'],
  from: number,
): Step {
  const token = state.chosen.finds + 1;
  const current = state.chosen.search?.current ?? null;
  const search = { query, current, state: { is: 'looking', token } } as const;
  const next = withChosen(state, { search, finds: token });
  if (query.pattern === '') return step(withChosen(state, { search: null }), { type: 'stop-finding' });
  return step(next, { type: 'find', request: { token, view: viewOf(state), query, direction, from } });
}

/** From the match that the reader is at to the one after it, or before it. */
export function findAgain(state: DashboardState, direction: FindRequest['direction']): Step {
  const { search } = state.chosen;
  if (search === null) return step(state);
  const from = search.current ?? idBelow(state);
  return find(state, search.query, direction, from);
}

/** An id just above that of the last line on the screen: a search for older matches from here finds what is visible. */
export function idBelow(state: DashboardState): number {
  const pane = logPaneOf(state, state.size);
  return (rowsOf(state, pane).at(-1)?.line.id ?? state.known.lastId) + 1;
}

export function afterFind(state: DashboardState, event: Extract<TuiEvent, { type: 'Found' }>): DashboardState {
  const search = waiting(state, event.token);
  if (search === null) return state;
  if (event.line === null) {
    return withChosen(backToPrompt(state), { search: { ...search, current: null, state: { is: 'nothing' } } });
  }
  const found = { ...search, current: event.line, state: { is: 'found', wrapped: event.wrapped } } as const;
  return reveal(withChosen(state, { search: found }), event.line);
}

export function afterFindFailure(
  state: DashboardState,
  event: Extract<TuiEvent, { type: 'FindFailed' }>,
): DashboardState {
  const search = waiting(state, event.token);
  if (search === null) return state;
  const { failure } = event;
  const why = failure.reason === 'invalid-pattern' ? patternMistake(failure.detail) : failureMessage(failure);
  return withChosen(backToPrompt(state), { search: { ...search, current: null, state: { is: 'invalid', why } } });
}

/** While it is being typed, a search that leads nowhere leaves the reader where it was begun. */
function backToPrompt(state: DashboardState): DashboardState {
  const { prompt } = state.chosen;
  if (prompt?.purpose !== 'search') return state;
  return withPosition(withChosen(state, { pendingRows: 0, reveal: null }), prompt.before.position);
}

/** Scrolls to a line, unless it is on the screen; from now on the log is not followed. */
export function reveal(state: DashboardState, id: number): DashboardState {
  const pane = logPaneOf(state, state.size);
  const position = positionOf(state);
  const isVisible = rowsOf(state, pane).some((row) => row.line.id === id && row.row >= 0);
  if (isVisible) return withPosition(state, paused(pane.layout, position, pane.height));
  return withChosen(withPosition(state, { follows: false, id, row: 0 }), { reveal: id, pendingRows: 0 });
}

/** What the library says, without its name for the matter and without the pattern, which is on the screen already. */
function patternMistake(detail: string): string {
  return detail.replace(/^error parsing regexp: /, '').replace(/: `.*`$/s, '');
}

function waiting(state: DashboardState, token: number) {
  const { search } = state.chosen;
  return search?.state.is === 'looking' && search.state.token === token ? search : null;
}
