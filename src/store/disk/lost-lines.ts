import type { MissingLines } from '../snapshot.ts';

/** Lines of a process that are not on disk any more, all of them with ids in `(after, before)`. */
interface Gap {
  readonly after: number;
  readonly before: number;
  readonly lines: number;
}

/**
 * What is missing between the lines that are there, told by how many the process had printed before each. Totals are
 * exact; for a cursor inside a gap the count is never too small.
 */
export class LostLines implements MissingLines {
  readonly #gaps: Gap[] = [];

  /** @param after the last id before the gap. @param before the first id behind it. */
  add(after: number, before: number, lines: number): void {
    if (lines > 0) this.#gaps.push({ after, before, lines });
  }

  countBetween(after: number, upTo: number): number {
    // As a difference, so that pages that follow each other do not count a line twice.
    return Math.max(0, this.#countAfter(after) - this.#countAfter(upTo));
  }

  #countAfter(cursor: number): number {
    let lines = 0;
    for (const gap of this.#gaps)
      lines += Math.max(0, Math.min(gap.lines, gap.before - 1 - Math.max(gap.after, cursor)));
    return lines;
  }
}
