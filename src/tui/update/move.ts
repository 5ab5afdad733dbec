import { listRows } from '../layout/list-order.ts';
import { logPaneOf, windowOf } from '../layout/log-pane.ts';
import { storedIds } from '../layout/scroll-bar.ts';
import { emptyWindow } from '../logs/log-window.ts';
import { FOLLOWING, FROM_THE_START } from '../logs/position.ts';
import { type DashboardState, withChosen, withKnown, withPosition } from '../state.ts';

/** In the list: selects another process; in the log: scrolls by rows. */
export function move(state: DashboardState, by: number): DashboardState {
  return state.chosen.focus === 'list' ? selectProcessNearby(state, by) : scroll(state, by);
}

export function scroll(state: DashboardState, rows: number): DashboardState {
  return withChosen(state, { pendingRows: state.chosen.pendingRows + Math.trunc(rows), reveal: null });
}

/** Scrolls the log by screens, whichever pane has the focus. */
export function page(state: DashboardState, screens: number): DashboardState {
  const { height } = logPaneOf(state, state.size);
  // One row stays in sight, for the eye to go on from.
  const rows = Math.max(1, Math.abs(screens) === 1 ? height - 1 : Math.floor(height * Math.abs(screens)));
  return scroll(state, Math.sign(screens) * rows);
}

export function toEdge(state: DashboardState, edge: 'top' | 'bottom'): DashboardState {
  if (state.chosen.focus === 'list') {
    const rows = listRows(state);
    return selectProcess(state, (edge === 'top' ? rows[1] : rows.at(-1))?.name ?? null);
  }
  const there = withChosen(state, { pendingRows: 0, reveal: null });
  return edge === 'top' ? withPosition(withoutEvicted(there), FROM_THE_START) : withPosition(there, FOLLOWING);
}

/** The window may hold lines that the store does not any more: a reader among them keeps them until he goes elsewhere. */
function withoutEvicted(state: DashboardState): DashboardState {
  const window = windowOf(state);
  const oldest = window.lines[0];
  if (oldest === undefined || oldest.id >= storedIds(state).first) return state;
  return withKnown(state, { window: emptyWindow(window.key) });
}

/** Between the panes; text that is wider than the pane is moved under it first. */
export function moveSideways(state: DashboardState, direction: -1 | 1): DashboardState {
  const { focus, wrap, column } = state.chosen;
  if (focus === 'list') return direction === 1 ? withChosen(state, { focus: 'log' }) : state;
  if (wrap || (direction === -1 && column === 0))
    return direction === -1 ? withChosen(state, { focus: 'list' }) : state;
  return withChosen(state, { column: Math.max(0, column + direction * COLUMNS_PER_STEP) });
}

export function selectProcessNearby(state: DashboardState, by: number): DashboardState {
  const rows = listRows(state);
  const index = rows.findIndex((row) => (row?.name ?? null) === state.chosen.process);
  const next = Math.min(rows.length - 1, Math.max(0, index + by));
  return selectProcess(state, rows[next]?.name ?? null);
}

/** @param n 1-based, as the list is sorted. */
export function selectNth(state: DashboardState, n: number): DashboardState {
  const process = listRows(state)[n];
  return process == null ? state : selectProcess(state, process.name);
}

export function selectProcess(state: DashboardState, process: string | null): DashboardState {
  if (process === state.chosen.process) return state;
  return withChosen(state, { process, selection: null, pendingRows: 0, reveal: null, column: 0 });
}

const COLUMNS_PER_STEP = 8;
