import { logPaneOf } from '../layout/log-pane.ts';
import { FOLLOWING, paused } from '../logs/position.ts';
import { type DashboardState, positionKey, positionOf, withChosen, withPosition } from '../state.ts';

/** Follows the log, or leaves what is on the screen there. */
export function follow(state: DashboardState, follows: boolean): DashboardState {
  if (follows) return withPosition(withChosen(state, { pendingRows: 0, reveal: null, selection: null }), FOLLOWING);
  const { layout, height } = logPaneOf(state, state.size);
  return withPosition(state, paused(layout, positionOf(state), height));
}

/** Both, standard output, standard error, both. */
export function nextStream(state: DashboardState): DashboardState {
  const { stream } = state.chosen;
  return withChosen(state, {
    stream: stream === null ? 'stdout' : stream === 'stdout' ? 'stderr' : null,
    selection: null,
  });
}

/** From now on the pane shows what comes after this moment. */
export function clear(state: DashboardState): DashboardState {
  const { process, cleared } = state.chosen;
  const next = new Map(cleared).set(positionKey(process), state.known.lastId);
  return follow(withChosen(state, { cleared: next, selection: null }), true);
}

export function unclear(state: DashboardState): DashboardState {
  const cleared = new Map(state.chosen.cleared);
  cleared.delete(positionKey(state.chosen.process));
  return withChosen(state, { cleared });
}
