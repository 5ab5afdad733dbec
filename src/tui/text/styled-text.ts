import { applySgr } from '../../util/sgr.ts';
import { change, PLAIN, type Style, type StyleChange } from '../../util/style.ts';
import { cellWidth, sliceCells } from './cells.ts';

/** Text that knows how it looks: what rows are made of. Columns are cells, counted from 0; ranges are `[from, to)`. */
export type StyledText = readonly Span[];

/** A piece of one style. */
export interface Span {
  readonly text: string;
  /** In cells. */
  readonly width: number;
  readonly style: Style;
}

export const EMPTY: StyledText = [];

/** @param text free of controls. */
export function styled(text: string, style: Style = PLAIN): StyledText {
  return text === '' ? EMPTY : [{ text, width: cellWidth(text), style }];
}

export function spaces(count: number, style: Style = PLAIN): StyledText {
  return count <= 0 ? EMPTY : [{ text: ' '.repeat(count), width: count, style }];
}

export function concat(...parts: readonly StyledText[]): StyledText {
  // Every row of every frame comes through here: a loop takes a third of the time of `flat`.
  const spans: Span[] = [];
  for (const part of parts) for (const span of part) spans.push(span);
  return spans;
}

export function widthOf(text: StyledText): number {
  let width = 0;
  for (const span of text) width += span.width;
  return width;
}

/** The characters alone. */
export function plainOf(text: StyledText): string {
  return text.map((span) => span.text).join('');
}

/** Text as `terminalText` gives it: characters, and colour as SGR sequences. */
export function parseColors(text: string): StyledText {
  if (!text.includes('\x1b')) return styled(text);
  const spans: Span[] = [];
  let style = PLAIN;
  let from = 0;
  const add = (to: number): void => {
    if (to <= from) return;
    const piece = text.slice(from, to);
    spans.push({ text: piece, width: cellWidth(piece), style });
  };
  for (let at = text.indexOf(CSI); at !== -1; at = text.indexOf(CSI, from)) {
    add(at);
    const end = text.indexOf('m', at);
    style = applySgr(style, text.slice(at + CSI.length, end));
    from = end + 1;
  }
  add(text.length);
  return spans;
}

export function slice(text: StyledText, from: number, to: number): StyledText {
  const spans: Span[] = [];
  let column = 0;
  for (const span of text) {
    const end = column + span.width;
    if (end > from && column < to) {
      if (column >= from && end <= to) spans.push(span);
      else spans.push(...styled(sliceCells(span.text, Math.max(0, from - column), to - column), span.style));
    }
    column = end;
    if (column >= to) break;
  }
  return spans;
}

/** Exactly `width` cells: cut, or filled with spaces. */
export function toWidth(text: StyledText, width: number, style: Style = PLAIN): StyledText {
  const actual = widthOf(text);
  if (actual > width) return toWidth(slice(text, 0, width), width, style);
  return actual === width ? text : [...text, ...spaces(width - actual, style)];
}

/** At most `width` cells; where something is cut off, the last of them says so. */
export function shorten(text: StyledText, width: number, sign = '…'): StyledText {
  if (widthOf(text) <= width) return text;
  const style = text.at(-1)?.style ?? PLAIN;
  return width <= 0 ? EMPTY : [...slice(text, 0, width - cellWidth(sign)), ...styled(sign, style)];
}

/** The same text with the cells `[from, to)` changed. */
export function restyle(text: StyledText, from: number, to: number, by: StyleChange): StyledText {
  if (from >= to) return text;
  const middle = slice(text, from, to).map((span) => ({ ...span, style: change(span.style, by) }));
  return [...slice(text, 0, from), ...middle, ...slice(text, to, Number.POSITIVE_INFINITY)];
}

/** `over` laid on `under`, from cell `column` on. */
export function overlay(under: StyledText, over: StyledText, column: number): StyledText {
  const end = column + widthOf(over);
  return [...toWidth(slice(under, 0, column), column), ...over, ...slice(under, end, Number.POSITIVE_INFINITY)];
}

/** Every one of them is a colour, and ends with an m. */
const CSI = '\x1b[';
