import stringWidth from 'string-width';

/** Text in terminal cells: how many a text takes, and which part of it stands in which. All text is free of controls. */

/** How many cells a text takes: two for a wide character or an emoji, none for a combining mark. */
export function cellWidth(text: string): number {
  return isNarrow(text) ? text.length : stringWidth(text, { countAnsiEscapeCodes: true });
}

/**
 * What stands in the cells `[from, to)` of a text. A wide character that is cut in half leaves a space, so that the
 * result takes exactly the cells asked for (fewer where the text ends).
 */
export function sliceCells(text: string, from: number, to: number): string {
  if (isNarrow(text)) return text.slice(from, to);
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

/** Whether every character is known to take one cell: what most text is made of, and everything that we draw. */
export function isNarrow(text: string): boolean {
  return NARROW.test(text);
}

export function isPlainAscii(text: string): boolean {
  return PLAIN_ASCII.test(text);
}

/**
 * ASCII, Latin, Greek and Cyrillic letters, dashes and quotes, arrows, lines, blocks, shapes, Braille: ranges without
 * combining marks and without characters that may be drawn as emoji.
 */
const NARROW =
  /^[\x20-\x7e\xa1-\xa8\xaa-\xac\xaf-\u02ff\u0391-\u03a1\u03a3-\u03ff\u0400-\u0482\u048a-\u052f\u2010-\u2015\u2018-\u2027\u2030-\u203b\u2190-\u2193\u219a-\u21a8\u21ab-\u21ff\u2500-\u25a9\u25ac-\u25b5\u25b7-\u25bf\u25c1-\u25fa\u2800-\u28ff]*$/;
const PLAIN_ASCII = /^[\x20-\x7e]*$/;
const SEGMENTER = new Intl.Segmenter();
