/** Text of the log pane that the reader has selected. */
export interface TextSelection {
  /** Where it was begun. */
  readonly anchor: TextPoint;
  /** Where it has been drawn to: the cell under the mouse, or the cursor. */
  readonly head: TextPoint;
  readonly unit: 'cells' | 'lines';
  /** `mouse`: while the button is down; `done`: it has been released; `keys`: movements extend it. */
  readonly by: 'mouse' | 'done' | 'keys';
  /** Rows to scroll each moment, because the mouse is held above (-) or below (+) the log. */
  readonly edge: number;
}

/** A cell of a line, wherever on the screen it is. */
export interface TextPoint {
  /** Id of the line. */
  readonly id: number;
  /** Of the line's text, 0-based. */
  readonly column: number;
}

/** The cells from the first to the last one selected, both included. */
export interface TextRange {
  readonly from: TextPoint;
  readonly to: TextPoint;
}

export function rangeOf({ anchor, head, unit }: TextSelection): TextRange {
  const isForward = anchor.id < head.id || (anchor.id === head.id && anchor.column <= head.column);
  const [from, to] = isForward ? [anchor, head] : [head, anchor];
  if (unit === 'cells') return { from, to };
  return { from: { ...from, column: 0 }, to: { ...to, column: Number.POSITIVE_INFINITY } };
}

/** The cells `[from, to)` of line `id` that are selected; null when none are. */
export function selectedCells(range: TextRange, id: number): readonly [from: number, to: number] | null {
  if (id < range.from.id || id > range.to.id) return null;
  const from = id === range.from.id ? range.from.column : 0;
  const to = id === range.to.id ? range.to.column + 1 : Number.POSITIVE_INFINITY;
  return [from, to];
}
