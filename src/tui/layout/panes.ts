import type { DashboardState, Size } from '../state.ts';
import { cellWidth } from '../text/cells.ts';

/**
 * What is where.
 *
 * ```
 *   header                                 project, counts, memory; the mistake in the configuration
 *   list      │ title                      what the log is of
 *             │ log                    ┃   the scroll bar is its last column
 *   footer                                 keys, or what is typed
 * ```
 *
 * Below 60 columns, and when one pane is zoomed, there is one of list and log; below 20x5 there is one line.
 */
export interface Panes {
  /** True: there is room for one line of text and for nothing else. */
  readonly isTiny: boolean;
  readonly headerRows: number;
  readonly list: Area | null;
  /** The row that says what the log is of. */
  readonly title: Area | null;
  readonly log: Area | null;
  readonly footerRow: number;
}

/** A part of the screen, in cells from its upper left corner. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Both panes fit from this width on. */
const TWO_PANES_COLUMNS = 60;
const MIN_COLUMNS = 20;
const MIN_ROWS = 5;
const MIN_LIST = 18;

export function panesOf(state: DashboardState, size: Size): Panes {
  const { columns, rows } = size;
  const isTiny = columns < MIN_COLUMNS || rows < MIN_ROWS;
  const hasError = (state.known.session?.configError ?? null) !== null;
  const headerRows = hasError && rows > MIN_ROWS + 2 ? 2 : 1;
  const body = { y: headerRows, height: Math.max(0, rows - headerRows - 1) };
  const split = columns >= TWO_PANES_COLUMNS && state.chosen.zoom === 'none';
  const listWidth = split ? splitListWidth(state, columns) : columns;
  const showsList = split || !showsLogAlone(state);
  const showsLog = split || showsLogAlone(state);
  const logX = split ? listWidth + 1 : 0;
  return {
    isTiny,
    headerRows,
    list: isTiny || !showsList ? null : { x: 0, ...body, width: listWidth },
    title: isTiny || !showsLog ? null : { x: logX, y: body.y, width: columns - logX, height: 1 },
    log:
      isTiny || !showsLog
        ? null
        : { x: logX, y: body.y + 1, width: columns - logX, height: Math.max(0, body.height - 1) },
    footerRow: rows - 1,
  };
}

export function contains(area: Area | null, x: number, y: number): area is Area {
  return area !== null && x >= area.x && y >= area.y && x < area.x + area.width && y < area.y + area.height;
}

function showsLogAlone({ chosen }: DashboardState): boolean {
  return chosen.zoom === 'none' ? chosen.focus === 'log' : chosen.zoom === 'log';
}

/** As wide as names and states need, and no more than a third of the screen. */
function splitListWidth({ known }: DashboardState, columns: number): number {
  const longest = Math.max(3, ...known.processes.map(({ name }) => cellWidth(name)));
  const wanted = 3 + longest + 1 + (columns >= 100 ? 15 : 12) + (measuresUse(known) && columns >= 120 ? 24 : 0);
  return Math.max(MIN_LIST, Math.min(wanted, Math.floor(columns * 0.35)));
}

/** Whether CPU or memory is known of any process. */
function measuresUse({ processes }: DashboardState['known']): boolean {
  return processes.some(({ cpu, memory }) => cpu !== null || memory !== null);
}
