import { listRows } from './layout/list-order.ts';
import { logPaneOf } from './layout/log-pane.ts';
import { panesOf } from './layout/panes.ts';
import { scrolled } from './logs/position.ts';
import { type DashboardState, positionOf, withChosen, withPosition } from './state.ts';

/** What has to hold after every event, whatever it was: what is selected exists and is on the screen. */
export function settle(state: DashboardState): DashboardState {
  return withListScrolled(withPendingRows(withExistingProcess(state)));
}

function withExistingProcess(state: DashboardState): DashboardState {
  const { known, chosen } = state;
  const exists = (name: string) => known.processes.some((process) => process.name === name);
  const marked = [...chosen.marked].every(exists) ? chosen.marked : new Set([...chosen.marked].filter(exists));
  const process = chosen.process === null || exists(chosen.process) ? chosen.process : null;
  return marked === chosen.marked && process === chosen.process ? state : withChosen(state, { marked, process });
}

/** Scrolls as far as lines are there; the rest waits for those that are being read. */
function withPendingRows(state: DashboardState): DashboardState {
  if (state.chosen.pendingRows === 0) return state;
  const { layout, height } = logPaneOf(state, state.size);
  if (layout.lines.length === 0 && !layout.window.reachesEnd) return state;
  const { position, left } = scrolled(layout, positionOf(state), state.chosen.pendingRows, height);
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
