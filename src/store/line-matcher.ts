import { isAscii } from 'node:buffer';
import type { Block } from './block.ts';

/** Says which lines match. It looks at whole blocks: one search over all the bytes is many times faster than one a line. */
export interface LineMatcher {
  /**
   * Looks at the first `count` lines of the block.
   *
   * @returns whether any of them matches. If so, `hits[0, count)` says which: 1 for those that do, 0 for the others.
   */
  mark(block: Block, count: number, hits: Uint8Array): boolean;
}

/**
 * The first `count` lines as text, each with its newline. What is not UTF-8 becomes U+FFFD and never takes a newline
 * along.
 */
export function textOf(block: Block, count: number): { readonly text: string; readonly ascii: boolean } {
  const bytes = block.text(count);
  const ascii = isAscii(bytes);
  // Latin-1 is the fast way to read ASCII.
  return { text: bytes.toString(ascii ? 'latin1' : 'utf8'), ascii };
}
