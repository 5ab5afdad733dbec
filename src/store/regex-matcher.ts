import type { RE2JS } from 're2js';
import type { Block } from './block.ts';
import { type LineMatcher, textOf } from './line-matcher.ts';

/** The two steps of a search by regular expression: a fast one over many lines, the exact one over those it leaves. */
export interface RegexMatcherParts {
  readonly expression: RE2JS;
  /** Marks every line that can match, and others. Null when there is none. */
  readonly prefilter: LineMatcher | null;
  /** Found in the text of several lines if `expression` is found in one of them. Null when there is none. */
  readonly acrossLines: RE2JS | null;
}

/** Matches lines in which a regular expression is found, in time linear in the text whatever the expression. */
export class RegexMatcher implements LineMatcher {
  readonly #expression: RE2JS;
  readonly #prefilter: LineMatcher | null;
  readonly #acrossLines: RE2JS | null;

  constructor({ expression, prefilter, acrossLines }: RegexMatcherParts) {
    this.#expression = expression;
    this.#prefilter = prefilter;
    this.#acrossLines = acrossLines;
  }

  mark(block: Block, count: number, hits: Uint8Array): boolean {
    return this.#prefilter === null
      ? this.#markAll(block, count, hits)
      : this.#prefilter.mark(block, count, hits) && this.#confirm(block, count, hits);
  }

  #confirm(block: Block, count: number, hits: Uint8Array): boolean {
    let any = false;
    for (let line = hits.indexOf(1); line !== -1 && line < count; line = hits.indexOf(1, line + 1)) {
      if (this.#expression.test(block.bytesAt(line).toString())) any = true;
      else hits[line] = 0;
    }
    return any;
  }

  #markAll(block: Block, count: number, hits: Uint8Array): boolean {
    const { text } = textOf(block, count);
    if (this.#acrossLines?.test(text) === false) return false;
    let any = false;
    let start = 0;
    for (let line = 0; line < count; line += 1) {
      const end = text.indexOf('\n', start);
      const matches = this.#expression.test(text.slice(start, end));
      hits[line] = matches ? 1 : 0;
      any ||= matches;
      start = end + 1;
    }
    return any;
  }
}
