import { isAscii } from 'node:buffer';
import type { Block } from './block.ts';

/** Says which lines match. It looks at whole blocks: one search over all the bytes is many times faster than one a line. */
export interface LineMatcher {
  /**
   * Sets `hits[i]` to 1 for each of the first `count` lines of the block that matches, to 0 for the others.
   *
   * @returns whether any line matches.
   */
  mark(block: Block, count: number, hits: Uint8Array): boolean;
}

/** The first `count` lines as text, each with its newline. What is not UTF-8 becomes U+FFFD and never takes a newline along. */
export function textOf(block: Block, count: number): string {
  const bytes = block.text(count);
  return bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
}
