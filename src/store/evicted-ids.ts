/**
 * The ids of a process's lines that were evicted: how many of them lie after a cursor.
 *
 * Neighbouring ids are one interval. The newest intervals are kept as they are; when there are too many, the two oldest
 * become one that still knows how many lines it stands for, so totals stay exact, and a count is inexact only for a
 * cursor inside such an interval (never too small then).
 */
export class EvictedIds {
  #intervals: Interval[] = [];
  #shared = false;

  get memoryBytes(): number {
    return this.#intervals.length * INTERVAL_BYTES;
  }

  /** Marks this value as seen by a reader: whoever adds to it must `clone` it first. */
  share(): EvictedIds {
    this.#shared = true;
    return this;
  }

  /** A value that may be added to without anybody noticing: this one, unless it is shared. */
  unshared(): EvictedIds {
    if (!this.#shared) return this;
    const copy = new EvictedIds();
    copy.#intervals = this.#intervals.slice();
    return copy;
  }

  /** Adds the ids `[from, to)`, all greater than those added before. */
  add(from: number, to: number): void {
    const last = this.#intervals.at(-1);
    if (last !== undefined && last.to === from) {
      this.#intervals[this.#intervals.length - 1] = { from: last.from, to, lines: last.lines + to - from };
    } else {
      this.#intervals.push({ from, to, lines: to - from });
      if (this.#intervals.length > MAX_INTERVALS) this.#mergeOldest(MAX_INTERVALS / 4); // a quarter at a time: the cost per added interval stays small
    }
  }

  /** Makes do with one interval. */
  condense(): void {
    this.#mergeOldest(this.#intervals.length);
  }

  /** How many evicted lines have an id greater than `after` and at most `upTo`. */
  countBetween(after: number, upTo: number): number {
    return Math.max(0, this.#countAfter(after) - this.#countAfter(upTo));
  }

  #countAfter(cursor: number): number {
    let lines = 0;
    for (let index = this.#intervals.length - 1; index >= 0; index -= 1) {
      const interval = this.#intervals[index];
      if (interval === undefined || interval.to <= cursor + 1) break;
      lines += Math.min(interval.lines, interval.to - Math.max(interval.from, cursor + 1));
    }
    return lines;
  }

  #mergeOldest(count: number): void {
    const merged = this.#intervals.splice(0, count);
    const first = merged[0];
    const last = merged.at(-1);
    if (first === undefined || last === undefined) return;
    const lines = merged.reduce((sum, interval) => sum + interval.lines, 0);
    this.#intervals.unshift({ from: first.from, to: last.to, lines });
  }
}

/** Ids `[from, to)`, of which `lines` were lines of the process. */
interface Interval {
  readonly from: number;
  readonly to: number;
  readonly lines: number;
}

const MAX_INTERVALS = 1024;

/** An interval on Node's heap: the object, its boxed numbers, the pointer to it. */
const INTERVAL_BYTES = 64;
