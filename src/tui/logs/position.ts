import type { LogLayout, LogRow } from './log-layout.ts';

/**
 * Where the reader is: at the end, whatever is added to it, or at a line. The latter says which row is on top, by the id
 * of its line, so nothing that is stored or evicted meanwhile moves the text under the reader.
 */
export type LogPosition =
  | { readonly follows: true }
  | { readonly follows: false; readonly id: number; readonly row: number };

export const FOLLOWING: LogPosition = { follows: true };

export const FROM_THE_START: LogPosition = { follows: false, id: 0, row: Number.NEGATIVE_INFINITY };

/** A row of a layout: the index of its line, and of the row among the line's rows. */
export interface RowIndex {
  readonly line: number;
  readonly row: number;
}

/** The rows on a pane of `height` rows; fewer when there are no more. */
export function visibleRows(layout: LogLayout, position: LogPosition, height: number): readonly LogRow[] {
  const rows: LogRow[] = [];
  const top = topOf(layout, position, height);
  for (let line = top.line; line < layout.lines.length && rows.length < height; line += 1) {
    const all = layout.rowsOf(line);
    rows.push(...all.slice(line === top.line ? top.row : 0, (line === top.line ? top.row : 0) + height - rows.length));
  }
  return rows;
}

/** The row on top of the pane. Near the end of the log that is the row which leaves no room below the last one. */
export function topOf(layout: LogLayout, position: LogPosition, height: number): RowIndex {
  const last = lastTop(layout, height);
  if (position.follows) return last;
  const line = layout.indexOf(position.id);
  const rows = layout.rowsOf(line);
  const wanted = layout.lines[line]?.id === position.id ? position.row : Number.NEGATIVE_INFINITY;
  const row = rows.findLastIndex((candidate) => candidate.row <= wanted);
  const top = { line, row: Math.max(0, row) };
  return isBefore(last, top) && layout.window.reachesEnd ? last : top;
}

/**
 * Moves the top by some rows, upwards when negative.
 *
 * @returns the position, and how many rows are left to move when the window ends before the log does. At the end of the
 * log the position follows.
 */
export function scrolled(
  layout: LogLayout,
  position: LogPosition,
  rows: number,
  height: number,
): { readonly position: LogPosition; readonly left: number } {
  const top = topOf(layout, position, height);
  const last = lastTop(layout, height);
  if (rows < 0) {
    const { index, moved } = up(layout, top, -rows);
    const left = layout.window.reachesStart ? 0 : rows + moved;
    return { position: moved === 0 ? position : positionAt(layout, index), left: left === 0 ? 0 : left };
  }
  const { index, moved } = down(layout, top, last, rows);
  if (!isBefore(index, last) && layout.window.reachesEnd) return { position: FOLLOWING, left: 0 };
  return { position: positionAt(layout, index), left: rows - moved };
}

/** The position of a reader who stops following: what is on top stays there. */
export function paused(layout: LogLayout, position: LogPosition, height: number): LogPosition {
  return positionAt(layout, topOf(layout, position, height));
}

/** A position that shows line `id` about a third of the pane below the top. */
export function showing(layout: LogLayout, id: number, height: number): LogPosition {
  const line = layout.indexOf(id);
  return positionAt(layout, up(layout, { line, row: 0 }, Math.floor(height / 3)).index);
}

function positionAt(layout: LogLayout, { line, row }: RowIndex): LogPosition {
  const at = layout.rowsOf(line)[row];
  return at === undefined ? FOLLOWING : { follows: false, id: at.line.id, row: at.row };
}

/** The topmost row that leaves no room below the last one. */
function lastTop(layout: LogLayout, height: number): RowIndex {
  return up(layout, { line: layout.lines.length, row: 0 }, height).index;
}

function up(layout: LogLayout, from: RowIndex, rows: number): { readonly index: RowIndex; readonly moved: number } {
  let { line, row } = from;
  let left = rows;
  while (left > 0) {
    if (row >= left) return { index: { line, row: row - left }, moved: rows };
    left -= row;
    row = 0;
    if (line === 0) break;
    line -= 1;
    row = layout.rowsOf(line).length;
  }
  return { index: { line, row }, moved: rows - left };
}

function down(
  layout: LogLayout,
  from: RowIndex,
  last: RowIndex,
  rows: number,
): { readonly index: RowIndex; readonly moved: number } {
  let index = from;
  let moved = 0;
  while (moved < rows && isBefore(index, last)) {
    const isLastRow = index.row + 1 >= layout.rowsOf(index.line).length;
    index = isLastRow ? { line: index.line + 1, row: 0 } : { line: index.line, row: index.row + 1 };
    moved += 1;
  }
  return { index, moved };
}

function isBefore(a: RowIndex, b: RowIndex): boolean {
  return a.line < b.line || (a.line === b.line && a.row < b.row);
}
