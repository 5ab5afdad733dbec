import type { Stream } from '../model/log-line.ts';
import { Block, LINES_PER_BLOCK, MAX_LINE_BYTES } from './block.ts';
import { EvictedIds } from './evicted-ids.ts';
import { LineSplitter } from './line-splitter.ts';
import { microseconds } from './microseconds.ts';
import type { OpenLineView } from './scan.ts';
import { LogSnapshot } from './snapshot.ts';

/** What the logs of all processes of a store have in common. */
export interface SharedState {
  /** The id that the next line of any process gets. */
  nextId: number;
  /** Scratch space for the splitters, which never run at once. */
  readonly ends: Uint32Array;
}

export function newSharedState(): SharedState {
  return { nextId: 1, ends: new Uint32Array(LINES_PER_BLOCK) };
}

/** The lines of one process: a queue of blocks, of which only the last still grows, and the lines that are still open. */
export class ProcessLogs {
  readonly #identity: LogsIdentity;
  readonly #shared: SharedState;
  readonly #onEvicting: (block: Block) => void;
  /** The oldest block is at `#head`; in the places before it is `NO_BLOCK`. */
  #blocks: Block[] = [];
  #head = 0;
  readonly #writers: Writer[] = [];
  #evicted = new EvictedIds();

  #nowUs = 0;
  #lastRun = 0;
  #blockMemory = 0;
  #lines = 0;
  #payloadBytes = 0;
  #evictedLines = 0;
  #evictedBytes = 0;

  /** @param onEvicting hears of each block that is evicted, before it is. */
  constructor(identity: LogsIdentity, shared: SharedState, onEvicting: (block: Block) => void) {
    this.#identity = identity;
    this.#shared = shared;
    this.#onEvicting = onEvicting;
  }

  get lineCount(): number {
    return this.#lines;
  }

  /** Id of the oldest stored line; null when there is none. */
  get firstId(): number | null {
    const oldest = this.#blocks[this.#head];
    return oldest === undefined || oldest.lineCount === 0 ? null : oldest.idAt(0);
  }

  /** Bytes of the stored lines, without their newlines. */
  get payloadBytes(): number {
    return this.#payloadBytes;
  }

  get evictedLines(): number {
    return this.#evictedLines;
  }

  get evictedBytes(): number {
    return this.#evictedBytes;
  }

  /** Everything that these logs occupy and that eviction can give back. */
  get memoryBytes(): number {
    let memory = this.#blockMemory + this.#evicted.memoryBytes;
    for (const writer of this.#writers) memory += writer.splitter.open.memoryBytes;
    return memory;
  }

  /** Makes the run known, whether or not it prints anything. */
  noteRun(run: number): void {
    if (run > this.#lastRun) this.#lastRun = run;
  }

  append(run: number, stream: Stream, chunk: Buffer, at: number, maxLineBytes: number): void {
    this.#nowUs = microseconds(at);
    this.noteRun(run);
    const writer = this.#writer(run, stream);
    writer.latestUs = this.#nowUs;
    writer.splitter.push(chunk, Math.max(1, Math.min(maxLineBytes, MAX_LINE_BYTES)));
  }

  /** An unterminated line of the stream is now a line. */
  endStream(run: number, stream: Stream, at: number): void {
    const index = this.#writers.findIndex((writer) => writer.run === run && writer.stream === stream);
    const writer = this.#writers[index];
    if (writer === undefined) return;
    this.#nowUs = microseconds(at);
    writer.splitter.flush();
    this.#writers.splice(index, 1);
  }

  /**
   * Gives the oldest block back. When only open lines are left, the longest is cut: what there is of it becomes a
   * partial line, and that is evicted. When even those are gone, what is kept for speed goes.
   *
   * @returns false when nothing more can be given back.
   */
  evictOldest(): boolean {
    if (this.#head === this.#blocks.length) this.#cutLongestOpenLine();
    const block = this.#blocks[this.#head];
    if (block === undefined) return this.#trim();
    this.#onEvicting(block);
    this.#blocks[this.#head] = NO_BLOCK;
    this.#head += 1;
    if (this.#head === this.#blocks.length || this.#head >= COMPACT_AT) {
      this.#blocks = this.#blocks.slice(this.#head);
      this.#head = 0;
    }
    this.#forget(block);
    return true;
  }

  /** The blocks that have a line with an id greater than `id`, oldest first. */
  blocksAfter(id: number): readonly Block[] {
    let from = this.#blocks.length;
    while (from > this.#head && endsAfter(this.#blocks[from - 1], id)) from -= 1;
    return this.#blocks.slice(from);
  }

  snapshot(): LogSnapshot {
    const blocks = this.#blocks.slice(this.#head);
    return new LogSnapshot({
      ...this.#identity,
      blocks,
      linesOfLast: blocks.at(-1)?.lineCount ?? 0,
      openLines: this.#openLines(),
      nextId: this.#shared.nextId,
      lastRun: this.#lastRun,
      evicted: this.#evicted.share(),
    });
  }

  #openLines(): OpenLineView[] {
    return this.#writers
      .filter((writer) => writer.splitter.open.length > 0)
      .map(({ run, stream, latestUs, splitter }) => ({ run, stream, timeUs: latestUs, bytes: splitter.open.share() }));
  }

  #writer(run: number, stream: Stream): Writer {
    for (const writer of this.#writers) {
      if (writer.run === run && writer.stream === stream) return writer;
    }
    // A daemon that outlives its run may hold a pipe for good; without a bound, each run could leave one behind.
    if (this.#writers.length === MAX_OPEN_STREAMS) this.#writers.shift()?.splitter.flush();
    const writer = { run, stream, latestUs: 0, splitter: this.#newSplitter(run, stream) };
    this.#writers.push(writer);
    return writer;
  }

  #newSplitter(run: number, stream: Stream): LineSplitter {
    const logs = this;
    return new LineSplitter(
      {
        get room() {
          return logs.#room;
        },
        lines: (source, start, ends, count) => this.#storeLines(run, stream, source, start, ends, count),
        line: (source, start, end, partial) => this.#storeLine(run, stream, source, start, end, partial),
      },
      this.#shared.ends,
    );
  }

  get #room(): number {
    const last = this.#blocks.at(-1);
    return last === undefined || last.isFull ? LINES_PER_BLOCK : LINES_PER_BLOCK - last.lineCount;
  }

  #storeLines(run: number, stream: Stream, source: Buffer, start: number, ends: Uint32Array, count: number): void {
    let from = 0;
    let position = start;
    while (from < count) {
      let block = this.#growingBlock(run);
      let fitting = block.countFitting(position, ends, from, count);
      if (fitting === 0) {
        block = this.#startBlock(run);
        fitting = block.countFitting(position, ends, from, count);
      }
      const before = block.payloadBytes;
      const memory = block.memoryBytes;
      block.appendLines(source, position, ends, from, from + fitting, this.#tag(stream, false));
      this.#account(block, fitting, block.payloadBytes - before, memory);
      from += fitting;
      position = (ends[from - 1] ?? 0) + 1;
    }
  }

  #storeLine(run: number, stream: Stream, source: Buffer, start: number, end: number, partial: boolean): void {
    let block = this.#growingBlock(run);
    if (!block.fits(end - start)) block = this.#startBlock(run);
    const memory = block.memoryBytes;
    block.appendLine(source, start, end, this.#tag(stream, partial));
    this.#account(block, 1, end - start, memory);
  }

  #tag(stream: Stream, partial: boolean): { id: number; timeUs: number; stream: Stream; partial: boolean } {
    return { id: this.#shared.nextId, timeUs: this.#nowUs, stream, partial };
  }

  #account(block: Block, lines: number, payload: number, memoryBefore: number): void {
    this.#shared.nextId += lines;
    this.#lines += lines;
    this.#payloadBytes += payload;
    if (block.isFull) block.seal();
    this.#blockMemory += block.memoryBytes - memoryBefore;
  }

  #growingBlock(run: number): Block {
    const last = this.#blocks.at(-1);
    if (last !== undefined && !last.isFull && last.reaches(run, this.#shared.nextId, this.#nowUs)) return last;
    return this.#startBlock(run);
  }

  #startBlock(run: number): Block {
    const last = this.#blocks.at(-1);
    if (last !== undefined) {
      const before = last.memoryBytes;
      last.seal();
      this.#blockMemory += last.memoryBytes - before;
    }
    const { processId, sessionId } = this.#identity;
    const base = {
      baseId: this.#shared.nextId,
      baseTimeUs: this.#nowUs,
      linesBefore: this.#evictedLines + this.#lines,
    };
    const block = new Block({ processId, sessionId, run, ...base });
    this.#blocks.push(block);
    this.#blockMemory += block.memoryBytes;
    return block;
  }

  #trim(): boolean {
    const before = this.memoryBytes;
    for (const writer of this.#writers) writer.splitter.open.release();
    this.#evicted = this.#evicted.unshared();
    this.#evicted.limit(0);
    return this.memoryBytes < before;
  }

  #cutLongestOpenLine(): void {
    const [longest] = this.#writers.toSorted((a, b) => b.splitter.open.length - a.splitter.open.length);
    if (longest === undefined) return;
    this.#nowUs = longest.latestUs;
    longest.splitter.flush();
  }

  #forget(block: Block): void {
    this.#blockMemory -= block.memoryBytes;
    this.#lines -= block.lineCount;
    this.#payloadBytes -= block.payloadBytes;
    this.#evictedLines += block.lineCount;
    this.#evictedBytes += block.payloadBytes;
    this.#evicted = this.#evicted.unshared();
    let from = 0;
    for (let index = 1; index <= block.lineCount; index += 1) {
      if (index === block.lineCount || block.idAt(index) !== block.idAt(index - 1) + 1) {
        this.#evicted.add(block.idAt(from), block.idAt(index - 1) + 1);
        from = index;
      }
    }
    this.#evicted.limit(Math.max(LEAST_EVICTED_BYTES, this.#blockMemory / EVICTED_SHARE));
  }
}

export interface LogsIdentity {
  readonly process: string;
  readonly processId: number;
  readonly sessionId: number;
}

interface Writer {
  readonly run: number;
  readonly stream: Stream;
  readonly splitter: LineSplitter;
  /** When bytes last came. */
  latestUs: number;
}

/** Holds the place of a block that was evicted; it is never written to. */
const NO_BLOCK = new Block({ processId: 0, sessionId: 0, run: 0, baseId: 0, baseTimeUs: 0, linesBefore: 0 });

/** Streams of one process that may have an open line; with more, that of the oldest is ended. */
const MAX_OPEN_STREAMS = 16;

/** What remembering evicted ids may cost: a share of what the blocks cost, or a little. */
const EVICTED_SHARE = 8;
const LEAST_EVICTED_BYTES = 8192;

/** Evicted places at the front of the queue before it is copied down. */
const COMPACT_AT = 1024;

function endsAfter(block: Block | undefined, id: number): boolean {
  return block !== undefined && block.lineCount > 0 && block.idAt(block.lineCount - 1) > id;
}
