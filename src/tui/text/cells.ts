import stringWidth from 'string-width';

/** Text in terminal cells: how many a text takes, and which part of it stands in which. All text is free of controls. */

/** How many cells a text takes: two for a wide character or an emoji, none for a combining mark. */
export function cellWidth(text: string): number {
  return isPlainAscii(text) ? text.length : stringWidth(text, { countAnsiEscapeCodes: true });
}

/**
 * What stands in the cells `[from, to)` of a text. A wide character that is cut in half leaves a space, so that the
 * result takes exactly the cells asked for (fewer where the text ends).
 */
export function sliceCells(text: string, from: number, to: number): string {
  if (isPlainAscii(text)) return text.slice(from, to);
  let column = 0;
  let part = '';
  for (const { grapheme, width } of graphemesOf(text)) {
    const end = column + width;
    if (width === 0) {
      if (column > from && column <= to) part += grapheme;
    } else if (column >= from && end <= to) {
      part += grapheme;
    } else if (end > from && column < to) {
      part += ' '.repeat(Math.min(end, to) - Math.max(column, from));
    }
    column = end;
    if (column > to) break;
  }
  return part;
}

export interface Grapheme {
  /** What a reader sees as one character. */
  readonly grapheme: string;
  /** 0, 1 or 2. */
  readonly width: number;
}

export function* graphemesOf(text: string): Generator<Grapheme, void, void> {
  for (const { segment } of SEGMENTER.segment(text)) yield { grapheme: segment, width: cellWidth(segment) };
}

export function isPlainAscii(text: string): boolean {
  return PLAIN_ASCII.test(text);
}

const PLAIN_ASCII = /^[\x20-\x7e]*$/;
const SEGMENTER = new Intl.Segmenter();
