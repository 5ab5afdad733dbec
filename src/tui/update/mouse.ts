import { type Step, step } from '../effect.ts';
import { listRows } from '../layout/list-order.ts';
import { logPaneOf, pointAt, rowsOf } from '../layout/log-pane.ts';
import { contains, panesOf } from '../layout/panes.ts';
import { storedIds } from '../layout/scroll-bar.ts';
import { FOLLOWING } from '../logs/position.ts';
import { plainOfLine } from '../logs/shown-line.ts';
import { settle } from '../settle.ts';
import { type DashboardState, withChosen, withPosition } from '../state.ts';
import { graphemesOf } from '../text/cells.ts';
import type { TextPoint, TextSelection } from '../text-selection.ts';
import type { MouseEvent } from '../tui-event.ts';
import { actionAt } from '../view/footer.ts';
import { follow } from './log-options.ts';
import { scroll, selectProcess, selectProcessNearby } from './move.ts';
import { afterOverlayMouse } from './overlay-mouse.ts';
import { perform } from './perform.ts';
import { copy } from './selection-keys.ts';

/** What the mouse does is decided by what is under it; while a button is held, by where it went down. */
export function afterMouse(state: DashboardState, event: MouseEvent): Step {
  const { overlay, selection, holdsScrollBar } = state.chosen;
  if (overlay !== null) return afterOverlayMouse(state, overlay, event);
  switch (event.what) {
    case 'wheel-up':
    case 'wheel-down':
      return step(afterWheel(state, event));
    case 'press':
      return afterPress(state, event);
    case 'drag':
      if (holdsScrollBar) return step(scrolledTo(state, event.y));
      return step(selection?.by === 'mouse' ? dragged(state, selection, event) : state);
    case 'release':
      if (holdsScrollBar) return step(withChosen(state, { holdsScrollBar: false }));
      return selection?.by === 'mouse' ? released(state, selection) : step(state);
    default:
      return event.what satisfies never;
  }
}

/** Scrolls on, and takes the selection along. */
export function afterEdgeHeld(state: DashboardState): DashboardState {
  const { selection } = state.chosen;
  if (selection === null || selection.edge === 0) return state;
  const scrolled = settle(scroll(state, selection.edge));
  const pane = logPaneOf(scrolled, scrolled.size);
  const rows = rowsOf(scrolled, pane);
  const head = pointAt(
    rows,
    pane.prefix,
    selection.edge < 0 ? 0 : Number.POSITIVE_INFINITY,
    selection.edge < 0 ? 0 : rows.length - 1,
  );
  return withChosen(scrolled, { selection: { ...selection, head: head ?? selection.head } });
}

const WHEEL_ROWS = 3;
const DOUBLE_CLICK_MS = 400;

function afterWheel(state: DashboardState, { x, y, what }: MouseEvent): DashboardState {
  const direction = what === 'wheel-up' ? -1 : 1;
  const panes = panesOf(state, state.size);
  return contains(panes.list, x, y) ? selectProcessNearby(state, direction) : scroll(state, direction * WHEEL_ROWS);
}

function afterPress(state: DashboardState, event: MouseEvent): Step {
  const { x, y, at: now } = event;
  const { list, log, title, footerRow, headerRows } = panesOf(state, state.size);
  const { lastClick } = state.chosen;
  const isDouble = lastClick !== null && lastClick.x === x && lastClick.y === y && now - lastClick.at < DOUBLE_CLICK_MS;
  const clicked = withChosen(state, { lastClick: isDouble ? null : { x, y, at: now }, selection: null });
  if (y === footerRow) {
    const action = actionAt(state, state.size, x);
    return action === null ? step(clicked) : perform(clicked, action, '');
  }
  if (contains(list, x, y)) {
    const row = listRows(state)[state.chosen.listTop + y - list.y];
    if (row === undefined) return step(clicked);
    const selected = withChosen(selectProcess(clicked, row?.name ?? null), { focus: 'list' });
    return isDouble ? perform(selected, 'details', '') : step(selected);
  }
  if (contains(log, x, y)) {
    if (x === log.x + log.width - 1) return step(scrolledTo(withChosen(clicked, { holdsScrollBar: true }), y));
    return step(pressed(withChosen(clicked, { focus: 'log' }), x - log.x, y - log.y, isDouble));
  }
  if (contains(title, x, y) && selectedIsWaiting(state)) return perform(clicked, 'retry', '');
  return y > 0 && y < headerRows ? perform(clicked, 'config-error', '') : step(clicked);
}

function selectedIsWaiting({ known, chosen }: DashboardState): boolean {
  return known.processes.some(({ name, status }) => name === chosen.process && status === 'backoff');
}

function pressed(state: DashboardState, x: number, y: number, isDouble: boolean): DashboardState {
  const pane = logPaneOf(state, state.size);
  const rows = rowsOf(state, pane);
  const at = pointAt(rows, pane.prefix, x, y);
  if (at === null) return state;
  const [anchor, head] = isDouble ? wordAt(state, at) : [at, at];
  return withChosen(state, { selection: { anchor, head, unit: 'cells', by: 'mouse', edge: 0 } });
}

function dragged(state: DashboardState, selection: TextSelection, { x, y }: MouseEvent): DashboardState {
  const { log } = panesOf(state, state.size);
  if (log === null) return state;
  // What is being selected must not run away.
  const still = follow(state, false);
  const pane = logPaneOf(still, still.size);
  const rows = rowsOf(still, pane);
  const row = Math.min(Math.max(0, y - log.y), log.height - 1);
  const head = pointAt(rows, pane.prefix, x - log.x, row) ?? selection.head;
  const edge = y < log.y ? -1 : y >= log.y + log.height ? 1 : 0;
  return withChosen(still, { selection: { ...selection, head, edge } });
}

function released(state: DashboardState, selection: TextSelection): Step {
  const { anchor, head } = selection;
  if (anchor.id === head.id && anchor.column === head.column) return step(withChosen(state, { selection: null }));
  const { effects } = copy(state, selection);
  return step(withChosen(state, { selection: { ...selection, by: 'done', edge: 0 } }), ...effects);
}

function wordAt(state: DashboardState, at: TextPoint): readonly [TextPoint, TextPoint] {
  const { layout } = logPaneOf(state, state.size);
  const line = layout.lines[layout.indexOf(at.id)];
  let column = 0;
  let from = 0;
  let to = 0;
  for (const { grapheme, width } of graphemesOf(line === undefined ? '' : plainOfLine(line))) {
    if (/\s/.test(grapheme)) {
      if (column >= at.column) break;
      from = column + width;
    }
    to = column;
    column += width;
  }
  return [
    { id: at.id, column: from },
    { id: at.id, column: Math.max(from, to) },
  ];
}

/** Goes to where row `y` of the scroll bar stands for. */
function scrolledTo(state: DashboardState, y: number): DashboardState {
  const { log } = panesOf(state, state.size);
  if (log === null) return state;
  const share = Math.min(1, Math.max(0, (y - log.y) / Math.max(1, log.height - 1)));
  if (share === 1) return withPosition(withChosen(state, { pendingRows: 0, reveal: null }), FOLLOWING);
  const { first, last } = storedIds(state);
  const id = Math.round(first + (last - first) * share);
  return withPosition(withChosen(state, { pendingRows: 0, reveal: null }), { follows: false, id, row: 0 });
}
