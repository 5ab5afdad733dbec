import type { RE2JS } from 're2js';
import type { Block } from './block.ts';
import { type LineMatcher, textOf } from './line-matcher.ts';

/**
 * Matches lines in which a regular expression is found, in time linear in the text whatever the expression.
 *
 * Most lines match nothing, so groups of lines are asked first, with a version of the expression whose `^` and `$` match
 * at newlines: where that is not found, no line can match.
 */
export class RegexMatcher implements LineMatcher {
  readonly #perLine: RE2JS;
  readonly #perGroup: RE2JS | null;

  /**
   * @param perLine the expression.
   * @param perGroup the same in multi-line mode; null when it could miss a line that `perLine` matches.
   */
  constructor(perLine: RE2JS, perGroup: RE2JS | null) {
    this.#perLine = perLine;
    this.#perGroup = perGroup;
  }

  mark(block: Block, count: number, hits: Uint8Array): boolean {
    hits.fill(0, 0, count);
    const text = textOf(block, count);
    if (this.#perGroup?.test(text) === false) return false;
    let any = false;
    let start = 0;
    for (let from = 0; from < count; from += GROUP_LINES) {
      const to = Math.min(count, from + GROUP_LINES);
      let end = start;
      for (let line = from; line < to; line += 1) end = text.indexOf('\n', end) + 1;
      const group = text.slice(start, end);
      if (this.#perGroup?.test(group) !== false && this.#markLines(group, from, to, hits)) any = true;
      start = end;
    }
    return any;
  }

  #markLines(text: string, from: number, to: number, hits: Uint8Array): boolean {
    let any = false;
    let start = 0;
    for (let line = from; line < to; line += 1) {
      const end = text.indexOf('\n', start);
      if (this.#perLine.test(text.slice(start, end))) {
        hits[line] = 1;
        any = true;
      }
      start = end + 1;
    }
    return any;
  }
}

const GROUP_LINES = 8;
