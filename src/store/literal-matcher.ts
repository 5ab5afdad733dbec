import type { Block } from './block.ts';
import { type LineMatcher, textOf } from './line-matcher.ts';

/** Matches lines that contain these bytes. */
export class LiteralMatcher implements LineMatcher {
  readonly #needle: Buffer;

  constructor(text: string) {
    this.#needle = Buffer.from(text);
  }

  mark(block: Block, count: number, hits: Uint8Array): boolean {
    const needle = this.#needle;
    if (needle.length === 0) return markAll(count, hits);
    hits.fill(0, 0, count);
    if (needle.includes('\n')) return false;
    const text = block.text(count);
    let line = 0;
    for (let found = text.indexOf(needle); found !== -1; found = text.indexOf(needle, block.startAt(line))) {
      while (block.endAt(line) < found) line += 1;
      hits[line] = 1;
      line += 1;
      if (line === count) break;
    }
    return line > 0;
  }
}

/**
 * Matches lines that contain this text in any case, by Unicode's simple case folding. The native engine is safe here:
 * an escaped text has nothing to backtrack over.
 */
export class CaselessMatcher implements LineMatcher {
  readonly #text: string;
  readonly #pattern: RegExp;

  constructor(text: string) {
    this.#text = text;
    this.#pattern = new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu');
  }

  mark(block: Block, count: number, hits: Uint8Array): boolean {
    if (this.#text === '') return markAll(count, hits);
    hits.fill(0, 0, count);
    if (this.#text.includes('\n')) return false;
    const text = textOf(block, count);
    const pattern = this.#pattern;
    let line = 0;
    let lineEnd = -1;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      for (lineEnd = text.indexOf('\n', lineEnd + 1); lineEnd < match.index; line += 1) {
        lineEnd = text.indexOf('\n', lineEnd + 1);
      }
      hits[line] = 1;
      line += 1;
      pattern.lastIndex = lineEnd + 1;
    }
    return line > 0;
  }
}

function markAll(count: number, hits: Uint8Array): boolean {
  hits.fill(1, 0, count);
  return count > 0;
}
