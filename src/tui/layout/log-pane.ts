import { LogLayout, type LogRow } from '../logs/log-layout.ts';
import { type LogView, viewKey } from '../logs/log-view.ts';
import { emptyWindow, type LogWindow } from '../logs/log-window.ts';
import { visibleRows } from '../logs/position.ts';
import { type DashboardState, positionKey, positionOf, type Size } from '../state.ts';
import { cellWidth } from '../text/cells.ts';
import type { TextPoint } from '../text-selection.ts';
import { panesOf } from './panes.ts';

/** The log pane, laid out: what its rows are, and where on them the text is. */
export interface LogPane {
  readonly layout: LogLayout;
  readonly height: number;
  /** Cells before the text: the mark of the stream, the name, the time. */
  readonly prefix: LogPrefix;
}

export interface LogPrefix {
  /** Cells of the name, without the space after it; 0: names are not shown. */
  readonly nameWidth: number;
  readonly timeWidth: number;
  /** Of everything before the text. */
  readonly width: number;
}

/** The column for the stream's mark, and the one for the scroll bar. */
const MARK = 1;
const SCROLL_BAR = 1;
const MAX_NAME = 16;
const TIME = '12:34:56.789'.length;

export function viewOf({ chosen }: DashboardState): LogView {
  const { process, stream, filter } = chosen;
  return { process, stream, filter, after: chosen.cleared.get(positionKey(process)) ?? 0 };
}

/** What is held of the view that is chosen: nothing, while it has not been read. */
export function windowOf(state: DashboardState): LogWindow {
  const key = viewKey(viewOf(state));
  return state.known.window.key === key ? state.known.window : emptyWindow(key);
}

export function logPaneOf(state: DashboardState, size: Size): LogPane {
  const area = panesOf(state, size).log;
  const width = area?.width ?? size.columns;
  const prefix = prefixOf(state, width);
  const { wrap, column, json } = state.chosen;
  const settings = { wrap, column, json, stored: state.known.stored };
  const layout = new LogLayout(windowOf(state), {
    ...settings,
    width: Math.max(2, width - prefix.width - SCROLL_BAR),
    ruleWidth: Math.max(2, width - MARK - SCROLL_BAR),
  });
  return { layout, height: Math.max(1, area?.height ?? 1), prefix };
}

export function rowsOf(state: DashboardState, { layout, height }: LogPane): readonly LogRow[] {
  return visibleRows(layout, positionOf(state), height);
}

/** The cell of a line's text that is at column `x` of row `y` of the pane; null where there is no text. */
export function pointAt(rows: readonly LogRow[], prefix: LogPrefix, x: number, y: number): TextPoint | null {
  const row = rows[Math.min(y, rows.length - 1)];
  if (row === undefined) return null;
  if (row.row < 0) return { id: row.line.id, column: 0 };
  const within = y >= rows.length ? Number.POSITIVE_INFINITY : Math.max(0, x - prefix.width);
  const width = row.text.reduce((sum, span) => sum + span.width, 0);
  return { id: row.line.id, column: row.start + Math.min(within, Math.max(0, width)) };
}

function prefixOf(state: DashboardState, width: number): LogPrefix {
  const names = state.chosen.process === null ? state.known.processes.map(({ name }) => cellWidth(name)) : [];
  const nameWidth = names.length === 0 ? 0 : Math.min(Math.max(...names), MAX_NAME, Math.floor(width / 4));
  const timeWidth = state.chosen.timestamps && width >= 40 ? TIME : 0;
  const separate = (cells: number) => (cells === 0 ? 0 : cells + 1);
  return { nameWidth, timeWidth, width: MARK + separate(timeWidth) + separate(nameWidth) };
}
