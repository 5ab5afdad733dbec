import { listRows } from './layout/list-order.ts';
import { logPaneOf } from './layout/log-pane.ts';
import { panesOf } from './layout/panes.ts';
import { covers } from './logs/log-window.ts';
import { scrolled, showing } from './logs/position.ts';
import { type DashboardState, positionOf, withChosen, withPosition } from './state.ts';

/** What has to hold after every event, whatever it was: what is selected exists and is on the screen. */
export function settle(state: DashboardState): DashboardState {
  return withListScrolled(withPendingRows(withRevealed(withExistingProcess(state))));
}

function withExistingProcess(state: DashboardState): DashboardState {
  const { known, chosen } = state;
  const exists = (name: string) => known.processes.some((process) => process.name === name);
  const marked = [...chosen.marked].every(exists) ? chosen.marked : new Set([...chosen.marked].filter(exists));
  const process = chosen.process === null || exists(chosen.process) ? chosen.process : null;
  return marked === chosen.marked && process === chosen.process ? state : withChosen(state, { marked, process });
}

/** Brings a line into view that was not there when it was asked for. */
function withRevealed(state: DashboardState): DashboardState {
  const { reveal } = state.chosen;
  if (reveal === null) return state;
  const { layout, height } = logPaneOf(state, state.size);
  if (!covers(layout.window, reveal)) return state;
  return withChosen(withPosition(state, showing(layout, reveal, height)), { reveal: null });
}

/** Scrolls as far as lines are there; the rest waits for those that are being read. */
function withPendingRows(state: DashboardState): DashboardState {
  if (state.chosen.pendingRows === 0) return state;
  const { layout, height } = logPaneOf(state, state.size);
  const from = positionOf(state);
  const isHeld = from.follows ? layout.window.reachesEnd : covers(layout.window, from.id);
  if (!isHeld) return state;
  const { position, left } = scrolled(layout, from, state.chosen.pendingRows, height);
  return withChosen(withPosition(state, position), { pendingRows: left });
}

function withListScrolled(state: DashboardState): DashboardState {
  const { list } = panesOf(state, state.size);
  if (list === null) return state;
  const rows = listRows(state);
  const index = rows.findIndex((row) => (row?.name ?? null) === state.chosen.process);
  const { listTop } = state.chosen;
  const lowest = Math.max(0, rows.length - list.height);
  const top = Math.min(Math.max(Math.min(listTop, index), index - list.height + 1, 0), lowest);
  return top === listTop ? state : withChosen(state, { listTop: top });
}
