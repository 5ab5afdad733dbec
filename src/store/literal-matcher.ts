import { type Block, LINES_PER_BLOCK } from './block.ts';
import { type LineMatcher, textOf } from './line-matcher.ts';
import { Needle } from './needle.ts';

/** Matches lines that contain the bytes of a text. */
export class LiteralMatcher implements LineMatcher {
  readonly #needle: Needle;

  /** @param text not empty, without a newline. */
  constructor(text: string) {
    this.#needle = new Needle(Buffer.from(text));
  }

  mark(block: Block, count: number, hits: Uint8Array): boolean {
    const text = block.text(count);
    let found = this.#needle.indexIn(text, 0);
    if (found === -1) return false;
    hits.fill(0, 0, count);
    for (let line = 0; found !== -1; line += 1) {
      while (block.endAt(line) < found) line += 1;
      hits[line] = 1;
      found = line + 1 === count ? -1 : this.#needle.indexIn(text, block.endAt(line) + 1);
    }
    return true;
  }
}

/**
 * Matches lines that contain one of several texts, in any case if need be (by Unicode's simple case folding). The
 * native engine is safe here: in a choice of plain texts there is nothing to backtrack over.
 */
export class TextsMatcher implements LineMatcher {
  readonly #pattern: RegExp;
  /** For text and texts that are all ASCII: faster, and the same then. */
  readonly #asciiPattern: RegExp;

  /** @param texts not empty, without newlines. */
  constructor(texts: readonly string[], ignoreCase: boolean) {
    const source = texts.map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|');
    this.#pattern = new RegExp(source, ignoreCase ? 'giu' : 'gu');
    this.#asciiPattern = isAscii(source) ? new RegExp(source, ignoreCase ? 'gi' : 'g') : this.#pattern;
  }

  mark(block: Block, count: number, hits: Uint8Array): boolean {
    const { text, ascii } = textOf(block, count);
    const pattern = ascii ? this.#asciiPattern : this.#pattern;
    pattern.lastIndex = 0;
    let match = pattern.exec(text);
    if (match === null) return false;
    hits.fill(0, 0, count);
    let line = 0;
    let lineEnd = text.indexOf('\n');
    for (; match !== null; match = pattern.exec(text)) {
      for (; lineEnd < match.index; line += 1) lineEnd = text.indexOf('\n', lineEnd + 1);
      hits[line] = 1;
      pattern.lastIndex = lineEnd + 1;
    }
    return true;
  }
}

/** Matches lines that any of several matchers matches. */
export class UnionMatcher implements LineMatcher {
  readonly #matchers: readonly LineMatcher[];
  readonly #more = new Uint8Array(LINES_PER_BLOCK);

  constructor(matchers: readonly LineMatcher[]) {
    this.#matchers = matchers;
  }

  mark(block: Block, count: number, hits: Uint8Array): boolean {
    let any = false;
    for (const matcher of this.#matchers) {
      if (!any) {
        any = matcher.mark(block, count, hits);
      } else if (matcher.mark(block, count, this.#more)) {
        for (let line = 0; line < count; line += 1) hits[line] = (hits[line] ?? 0) | (this.#more[line] ?? 0);
      }
    }
    return any;
  }
}

/** Matches every line, or none. */
export class ConstantMatcher implements LineMatcher {
  readonly #matches: boolean;

  constructor(matches: boolean) {
    this.#matches = matches;
  }

  mark(_block: Block, count: number, hits: Uint8Array): boolean {
    if (this.#matches) hits.fill(1, 0, count);
    return this.#matches;
  }
}

function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}
