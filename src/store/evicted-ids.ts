import { appendVarint, readVarint, type VarintReader } from './varint.ts';

/**
 * The ids of a process's lines that were evicted: how many of them lie after a cursor.
 *
 * Neighbouring ids are one interval. Processes that print in turn make many of them, so all but the newest are written
 * as the lengths of runs and gaps, two bytes or so for each, in segments:
 *
 * ```
 *  ids        3 4 5   8   11 12 13 14 …        segment from 3: run 3, gap 2, run 1, gap 2, run 4 …
 * ```
 *
 * When that is too much, the oldest segments forget their runs and become one that knows only how many lines it stands
 * for. Totals stay exact; a count is inexact (never too small) only for a cursor inside that one.
 */
export class EvictedIds {
  /** Oldest first; the last is still written to. */
  #segments: Segment[] = [];
  /** The newest interval, which may still grow. Empty before the first. */
  #from = 0;
  #to = 0;
  #memoryBytes = 0;
  #shared = false;

  get memoryBytes(): number {
    return this.#memoryBytes;
  }

  /** Marks this value as seen by a reader: whoever changes it must take `unshared` first. */
  share(): EvictedIds {
    this.#shared = true;
    return this;
  }

  /** A value that may be changed without anybody noticing: this one, unless it is shared. */
  unshared(): EvictedIds {
    if (!this.#shared) return this;
    const copy = new EvictedIds();
    copy.#segments = this.#segments.slice();
    copy.#from = this.#from;
    copy.#to = this.#to;
    copy.#memoryBytes = this.#memoryBytes;
    return copy;
  }

  /** Adds the ids `[from, to)`, all greater than those added before. */
  add(from: number, to: number): void {
    if (from !== this.#to) {
      if (this.#to > this.#from) this.#write(this.#from, this.#to);
      this.#from = from;
    }
    this.#to = to;
  }

  /** Forgets details of the oldest ids until `memoryBytes` is at most `maxBytes`, or a few hundred. */
  limit(maxBytes: number): void {
    let forgotten = 0;
    let saved = 0;
    for (const segment of this.#segments) {
      if (this.#memoryBytes - saved <= maxBytes) break;
      forgotten += 1;
      saved += segment.runs.length + (forgotten > 1 ? SEGMENT_OVERHEAD_BYTES : 0);
    }
    if (forgotten === 0 || saved === 0) return;
    const merged = this.#segments.slice(0, forgotten);
    const lines = merged.reduce((sum, segment) => sum + segment.lines, 0);
    const from = merged[0]?.from ?? 0;
    const to = merged.at(-1)?.to ?? 0;
    this.#segments = [{ from, to, lines, runs: NO_RUNS, length: 0 }, ...this.#segments.slice(forgotten)];
    this.#memoryBytes -= saved;
  }

  /** How many evicted lines have an id greater than `after` and at most `upTo`. */
  countBetween(after: number, upTo: number): number {
    return Math.max(0, this.#countAfter(after) - this.#countAfter(upTo));
  }

  #countAfter(cursor: number): number {
    let lines = Math.max(0, this.#to - Math.max(this.#from, cursor + 1));
    for (let index = this.#segments.length - 1; index >= 0; index -= 1) {
      const segment = this.#segments[index];
      if (segment === undefined || segment.to <= cursor + 1) break;
      lines += countAfter(segment, cursor);
    }
    return lines;
  }

  /** Segments are replaced, never changed; their bytes are only added to, and `length` says how many count. */
  #write(from: number, to: number): void {
    const last = this.#segments.at(-1);
    const lines = to - from;
    if (last === undefined || last.length + 2 * MAX_VARINT_BYTES > MAX_SEGMENT_BYTES || last.runs === NO_RUNS) {
      const runs = new Uint8Array(FIRST_SEGMENT_BYTES);
      this.#segments.push({ from, to, lines, runs, length: appendVarint(runs, 0, lines) });
      this.#memoryBytes += runs.length + SEGMENT_OVERHEAD_BYTES;
      return;
    }
    let { runs } = last;
    if (last.length + 2 * MAX_VARINT_BYTES > runs.length) {
      runs = new Uint8Array(last.runs.length * 2);
      runs.set(last.runs);
      this.#memoryBytes += runs.length - last.runs.length;
    }
    const length = appendVarint(runs, appendVarint(runs, last.length, from - last.to), lines);
    this.#segments[this.#segments.length - 1] = { from: last.from, to, lines: last.lines + lines, runs, length };
  }
}

/** Ids `[from, to)`, of which `lines` were lines of the process: which ones say the first `length` bytes of `runs`. */
interface Segment {
  readonly from: number;
  readonly to: number;
  readonly lines: number;
  /** Varints: a run, then gap and run in turn. `NO_RUNS`: forgotten. */
  readonly runs: Uint8Array;
  readonly length: number;
}

const NO_RUNS = new Uint8Array(0);
const FIRST_SEGMENT_BYTES = 64;
const MAX_SEGMENT_BYTES = 1024;
const MAX_VARINT_BYTES = 8;

/** The objects of a segment on Node's heap. */
const SEGMENT_OVERHEAD_BYTES = 250;

function countAfter(segment: Segment, cursor: number): number {
  const { from, to, lines, runs, length } = segment;
  if (cursor < from) return lines;
  if (runs === NO_RUNS) return Math.min(lines, to - (cursor + 1));
  const reader: VarintReader = { bytes: runs, position: 0 };
  let position = from;
  let after = lines;
  while (reader.position < length && position <= cursor) {
    const run = readVarint(reader);
    after -= Math.min(run, cursor + 1 - position);
    position += run + (reader.position < length ? readVarint(reader) : 0);
  }
  return after;
}
