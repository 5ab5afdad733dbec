import { type ColorDepth, sgrOf } from '../util/sgr.ts';
import { isSameStyle, PLAIN, type Style } from '../util/style.ts';
import { isPlainAscii } from './text/cells.ts';
import type { Span, StyledText } from './text/styled-text.ts';

/**
 * Turns rows into what a terminal must be sent to show them, given what it shows already: only rows that differ are
 * written, and a frame that differs in nothing is the empty string.
 */
export class Painter {
  readonly #depth: ColorDepth;
  readonly #sequences = new WeakMap<Style, string>();
  /** What each row was painted with. */
  #painted: readonly string[] = [];

  constructor(depth: ColorDepth) {
    this.#depth = depth;
  }

  /** @param rows of the width of the screen, as many as it has. */
  paint(rows: readonly StyledText[]): string {
    const next = rows.map((row) => this.#render(row));
    let output = '';
    for (const [y, row] of next.entries()) {
      if (row !== this.#painted[y]) output += `\x1b[${y + 1};1H${row}`;
    }
    this.#painted = next;
    // Terminals that can, show all of it at once (https://gist.github.com/christianparpart/d8a62cc1ab659194337d73e399004036).
    return output === '' ? '' : `${BEGIN_UPDATE}${output}${RESET}${END_UPDATE}`;
  }

  /** What is on the screen is no longer known: the next frame is painted in full. */
  forget(): void {
    this.#painted = [];
  }

  #render(row: StyledText): string {
    const { text, blank } = withoutBlankEnd(row);
    const isAscii = text.every((span) => isPlainAscii(span.text));
    // A terminal may think other widths than we do: it starts from an empty row, and is told where each piece ends.
    let output = isAscii ? '' : `${RESET}${ERASE_ROW}`;
    let style: Style | null = null;
    let column = 0;
    for (const span of text) {
      if (style === null || !isSameStyle(style, span.style)) output += this.#sequence(span.style);
      style = span.style;
      output += span.text;
      column += span.width;
      if (!isPlainAscii(span.text)) output += `\x1b[${column + 1}G`;
    }
    return blank && isAscii ? `${output}${RESET}${ERASE_TO_END}` : output;
  }

  #sequence(style: Style): string {
    const known = this.#sequences.get(style);
    if (known !== undefined) return known;
    const sequence = sgrOf(style, this.#depth);
    this.#sequences.set(style, sequence);
    return sequence;
  }
}

/** A row without the blank cells at its end: erasing is shorter than writing them. */
function withoutBlankEnd(row: StyledText): { readonly text: readonly Span[]; readonly blank: boolean } {
  let end = row.length;
  while (end > 0 && isBlank(row[end - 1])) end -= 1;
  return { text: end === row.length ? row : row.slice(0, end), blank: end < row.length };
}

function isBlank(span: Span | undefined): boolean {
  return span !== undefined && isSameStyle(span.style, PLAIN) && span.text.trim() === '' && isPlainAscii(span.text);
}

const RESET = '\x1b[0m';
const ERASE_ROW = '\x1b[2K';
const ERASE_TO_END = '\x1b[K';
const BEGIN_UPDATE = '\x1b[?2026h';
const END_UPDATE = '\x1b[?2026l';
