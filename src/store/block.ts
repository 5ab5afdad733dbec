import type { Stream } from '../model/log-line.ts';
import { partitionPoint } from '../util/partition-point.ts';

/**
 * Up to 128 lines of one run of one process: their bytes side by side in one buffer, and three numbers for each.
 *
 * ```
 *  text   G E T ␣ / \n o k \n \n …        every line is followed by a newline, a partial one too
 *                  │      │   │           (`isPartial` tells them apart)
 *  meta   [ end 5 │ id +0 │ µs +0 ][ end 8 │ id +1 │ µs +0 ][ end 9 │ id +4 │ µs +310 ] …
 *             └ the top two bits: stderr, partial
 * ```
 *
 * A block only ever grows. Whoever knows that it had `n` lines can read those `n` for as long as they like: when a
 * buffer must become larger (or, in `seal`, smaller) its contents move to a new one and the old one is left as it is.
 */
export class Block {
  readonly processId: number;
  readonly sessionId: number;
  readonly run: number;
  /** Id of the first line; the others count from here. */
  readonly baseId: number;
  /** Wall time of the first line, microseconds since the epoch; no line of the block is earlier. */
  readonly baseTimeUs: number;
  /** How many lines its process had printed before the first. */
  readonly linesBefore: number;

  #text: Buffer = NOTHING;
  #length = 0;
  #meta: Uint32Array = NO_LINES;
  #lines = 0;
  #latestDeltaUs = 0;

  constructor(header: BlockHeader) {
    this.processId = header.processId;
    this.sessionId = header.sessionId;
    this.run = header.run;
    this.baseId = header.baseId;
    this.baseTimeUs = header.baseTimeUs;
    this.linesBefore = header.linesBefore;
  }

  /**
   * A sealed block from what another had.
   *
   * @param text the lines, each with its newline; see `text`.
   * @param meta see `meta`.
   */
  static restore(header: BlockHeader, text: Buffer, meta: Uint32Array): Block {
    const block = new Block(header);
    block.#text = text;
    block.#length = text.length;
    block.#meta = meta;
    block.#lines = meta.length / FIELDS;
    for (let field = TIME; field < meta.length; field += FIELDS) {
      block.#latestDeltaUs = Math.max(block.#latestDeltaUs, at(meta, field));
    }
    return block;
  }

  get lineCount(): number {
    return this.#lines;
  }

  load(): Block {
    return this;
  }

  /** Bytes of the lines without the newlines between them. */
  get payloadBytes(): number {
    return this.#length - this.#lines;
  }

  /** What the block costs: both buffers as they were allocated, and the objects around them. */
  get memoryBytes(): number {
    return this.#text.length + this.#meta.byteLength + BLOCK_OVERHEAD_BYTES;
  }

  /** No line of the block is later. */
  get latestTimeUs(): number {
    return this.baseTimeUs + this.#latestDeltaUs;
  }

  get isFull(): boolean {
    return this.#lines === LINES_PER_BLOCK || this.#length >= MAX_BLOCK_BYTES;
  }

  /** Whether lines of this run, with up to 128 ids from `id` on, can be told by their distance from the first line. */
  reaches(run: number, id: number, timeUs: number): boolean {
    const later = timeUs - this.baseTimeUs;
    return run === this.run && later >= 0 && later <= MAX_DELTA && id + LINES_PER_BLOCK - this.baseId <= MAX_DELTA;
  }

  /**
   * How many of the lines that end at `ends[from, to)` there is room for, when the first begins at `start`. An empty
   * block takes at least one, however long.
   */
  countFitting(start: number, ends: Uint32Array, from: number, to: number): number {
    const room = Math.min(to - from, LINES_PER_BLOCK - this.#lines);
    const available = MAX_BLOCK_BYTES - this.#length;
    let count = room;
    while (count > 0 && at(ends, from + count - 1) + 1 - start > available) count -= 1;
    return count === 0 && this.#lines === 0 ? 1 : count;
  }

  /** Whether there is room for one more line, of `bytes` bytes. */
  fits(bytes: number): boolean {
    return this.#lines === 0 || (this.#lines < LINES_PER_BLOCK && this.#length + bytes < MAX_BLOCK_BYTES);
  }

  /**
   * Appends whole lines that lie side by side in `source`: the first begins at `start`, each ends at the newline that
   * `ends[from, to)` gives. One copy for all of them; their ids are consecutive.
   */
  appendLines(source: Buffer, start: number, ends: Uint32Array, from: number, to: number, tag: LineTag): void {
    const count = to - from;
    const stop = at(ends, to - 1) + 1;
    this.#reserve(stop - start, count);
    source.copy(this.#text, this.#length, start, stop);
    const shift = this.#length - start;
    for (let index = 0; index < count; index += 1) {
      this.#record(at(ends, from + index) + shift, tag.id + index, tag);
    }
    this.#length += stop - start;
  }

  /** Appends `source[start, end)`, which holds no newline, as one line. */
  appendLine(source: Buffer, start: number, end: number, tag: LineTag): void {
    this.#reserve(end - start + 1, 1);
    source.copy(this.#text, this.#length, start, end);
    this.#length += end - start + 1;
    this.#text[this.#length - 1] = NEWLINE;
    this.#record(this.#length - 1, tag.id, tag);
  }

  /** Gives back what the buffers hold too much. Nothing is appended to a sealed block. */
  seal(): void {
    if (this.#text.length - this.#length > SLACK_BYTES) this.#text = copyOf(this.#text, this.#length, this.#length);
    if (this.#meta.length > this.#lines * FIELDS) this.#meta = this.#meta.slice(0, this.#lines * FIELDS);
  }

  /** The id of line `index`, 0-based. */
  idAt(index: number): number {
    return this.baseId + at(this.#meta, index * FIELDS + ID);
  }

  timeUsAt(index: number): number {
    return this.baseTimeUs + at(this.#meta, index * FIELDS + TIME);
  }

  streamAt(index: number): Stream {
    return (at(this.#meta, index * FIELDS) & STDERR) === 0 ? 'stdout' : 'stderr';
  }

  isPartialAt(index: number): boolean {
    return (at(this.#meta, index * FIELDS) & PARTIAL) !== 0;
  }

  /** Where line `index` begins in `text`. */
  startAt(index: number): number {
    return index === 0 ? 0 : this.endAt(index - 1) + 1;
  }

  /** Where the newline after line `index` is in `text`. */
  endAt(index: number): number {
    return at(this.#meta, index * FIELDS) & OFFSET;
  }

  /** A view of line `index`, without its newline. */
  bytesAt(index: number): Buffer {
    return this.#text.subarray(this.startAt(index), this.endAt(index));
  }

  /** A view of the first `count` lines, each with the newline after it. */
  text(count: number): Buffer {
    return this.#text.subarray(0, count === 0 ? 0 : this.endAt(count - 1) + 1);
  }

  /** The lines `[from, to)` as a sealed block of their own, whose text is a view of this one's. */
  part(from: number, to: number): Block {
    const start = this.startAt(from);
    const idDelta = at(this.#meta, from * FIELDS + ID);
    const meta = this.#meta.slice(from * FIELDS, to * FIELDS);
    // The wall clock may have been set back in between: the earliest need not be the first.
    let timeDelta = MAX_DELTA;
    for (let field = TIME; field < meta.length; field += FIELDS) timeDelta = Math.min(timeDelta, at(meta, field));
    for (let field = 0; field < meta.length; field += FIELDS) {
      meta[field] = at(meta, field) - start;
      meta[field + ID] = at(meta, field + ID) - idDelta;
      meta[field + TIME] = at(meta, field + TIME) - timeDelta;
    }
    const { processId, sessionId, run, baseId, baseTimeUs } = this;
    const base = { baseId: baseId + idDelta, baseTimeUs: baseTimeUs + timeDelta, linesBefore: this.linesBefore + from };
    const header = { processId, sessionId, run, ...base };
    return Block.restore(header, this.#text.subarray(start, to === from ? start : this.endAt(to - 1) + 1), meta);
  }

  /** Three numbers for each line: its end in the text, with two flags, then how far its id and its time are off the first. */
  get meta(): Uint32Array {
    return this.#meta.subarray(0, this.#lines * FIELDS);
  }

  /** The first of the first `count` lines whose id is at least `id`; `count` when there is none. */
  indexOfId(id: number, count: number): number {
    return partitionPoint(count, (index) => this.idAt(index) < id);
  }

  #record(end: number, id: number, tag: LineTag): void {
    const field = this.#lines * FIELDS;
    const deltaUs = tag.timeUs - this.baseTimeUs;
    this.#meta[field] = end | (tag.stream === 'stderr' ? STDERR : 0) | (tag.partial ? PARTIAL : 0);
    this.#meta[field + ID] = id - this.baseId;
    this.#meta[field + TIME] = deltaUs;
    if (deltaUs > this.#latestDeltaUs) this.#latestDeltaUs = deltaUs;
    this.#lines += 1;
  }

  /** Makes room for `lines` lines of `bytes` bytes together, exactly when they are the last, else with some to spare. */
  #reserve(bytes: number, lines: number): void {
    const length = this.#length + bytes;
    const lineCount = this.#lines + lines;
    if (length > this.#text.length) {
      const isLast = lineCount === LINES_PER_BLOCK || length >= MAX_BLOCK_BYTES;
      const doubled = Math.max(FIRST_TEXT_BYTES, Math.min(this.#text.length * 2, MAX_BLOCK_BYTES));
      this.#text = copyOf(this.#text, this.#length, isLast ? length : Math.max(length, doubled));
    }
    if (lineCount * FIELDS > this.#meta.length) {
      let capacity = FIRST_LINES;
      while (capacity < lineCount) capacity *= 2;
      const meta = new Uint32Array(capacity * FIELDS);
      meta.set(this.#meta);
      this.#meta = meta;
    }
  }
}

/** A block is full with this many lines … */
export const LINES_PER_BLOCK = 128;

/** … or with this many bytes, so that evicting one block, and looking at one, is never a big step. */
export const MAX_BLOCK_BYTES = 64 * 1024;

/** The longest line that a block can hold: positions have 28 bits to spare for. */
export const MAX_LINE_BYTES = 2 ** 28;

export interface BlockHeader {
  readonly processId: number;
  readonly sessionId: number;
  readonly run: number;
  readonly baseId: number;
  readonly baseTimeUs: number;
  readonly linesBefore: number;
}

/** What lines that are appended together have in common; `id` is that of the first. */
export interface LineTag {
  readonly id: number;
  readonly timeUs: number;
  readonly stream: Stream;
  readonly partial: boolean;
}

/** The objects of one block and its two buffers on Node 20's heap, measured by `test/bench/store-memory.ts`. */
const BLOCK_OVERHEAD_BYTES = 600;

const NEWLINE = 10;
const MAX_DELTA = 2 ** 32 - 1;

/** Fields of a line in `meta`: its end with two flags, then the deltas of id and time. */
const FIELDS = 3;
const ID = 1;
const TIME = 2;
const OFFSET = 0x3fff_ffff;
const PARTIAL = 0x4000_0000;
const STDERR = 0x8000_0000;

/** Small, for the thousand processes that print little. */
const FIRST_TEXT_BYTES = 1024;
const FIRST_LINES = 16;

/** A sealed block is copied to an exact buffer when that gives back more than this. */
const SLACK_BYTES = 64;

const NOTHING = Buffer.alloc(0);
const NO_LINES = new Uint32Array(0);

function at(numbers: Uint32Array, index: number): number {
  return numbers[index] ?? 0;
}

/** The first `length` bytes, at the front of a buffer of its own: Node's shared pool would keep 8 KiB alive for each. */
function copyOf(source: Buffer, length: number, capacity: number): Buffer {
  const target = Buffer.allocUnsafeSlow(capacity);
  source.copy(target, 0, 0, length);
  return target;
}
