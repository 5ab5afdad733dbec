import { graphemesOf, isNarrow } from './cells.ts';
import { plainOf, type StyledText, slice, spaces } from './styled-text.ts';

/** One row of a wrapped text. */
export interface WrappedRow {
  readonly text: StyledText;
  /** The column of the whole text at which this row begins. */
  readonly start: number;
}

/** Rows of at most `width` cells, at least one row; a wide character is never cut in half. */
export function wrap(text: StyledText, width: number): readonly WrappedRow[] {
  const columns = Math.max(2, width);
  const starts = text.every((span) => isNarrow(span.text)) ? evenStarts(text, columns) : gatheredStarts(text, columns);
  return starts.map((start, index) => ({
    text: slice(text, start, starts[index + 1] ?? Number.POSITIVE_INFINITY),
    start,
  }));
}

/** Like `wrap`, but between words where there are any; rows after the first begin `indent` cells later. */
export function wrapWords(text: StyledText, width: number, indent: number): readonly StyledText[] {
  const rows: StyledText[] = [];
  let start = 0;
  let column = 0;
  let wordStart = 0;
  let limit = width;
  const end = (at: number): void => {
    // A space that did not fit is not missed.
    const row = slice(text, start, Math.min(at, start + limit));
    rows.push(rows.length === 0 ? row : [...spaces(indent), ...row]);
    start = at;
    limit = Math.max(2, width - indent);
  };
  for (const { grapheme, width: cells } of graphemesOf(plainOf(text))) {
    if (column + cells - start > limit && grapheme !== ' ') end(wordStart > start ? wordStart : column);
    column += cells;
    if (grapheme === ' ') wordStart = column;
  }
  end(column);
  return rows;
}

function evenStarts(text: StyledText, columns: number): readonly number[] {
  const width = text.reduce((sum, span) => sum + span.width, 0);
  return Array.from({ length: Math.max(1, Math.ceil(width / columns)) }, (_, row) => row * columns);
}

function gatheredStarts(text: StyledText, columns: number): readonly number[] {
  const starts = [0];
  let row = 0;
  let column = 0;
  for (const { width } of graphemesOf(plainOf(text))) {
    if (column + width - row > columns) {
      row = column;
      starts.push(row);
    }
    column += width;
  }
  return starts;
}
