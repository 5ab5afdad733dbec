import type { Cancel, Clock } from '../../model/clock.ts';
import type { DiskBlock } from './disk-block.ts';
import { blockRecord, type NamedProcess, nameRecord, type RecordBytes } from './record.ts';
import { Segment } from './segment.ts';
import { segmentPath } from './segment-files.ts';
import { segmentIndex, segmentTrailer } from './segment-index.ts';
import type { WritableFile, WritableFiles } from './writable-files.ts';

export interface LogWriterOptions {
  /** Absolute: where the files go. */
  readonly directory: string;
  readonly files: WritableFiles;
  /** A file that has become this long is finished and the next one begun. */
  readonly segmentBytes: number;
  /** What waits for a disk that does not take it is given up beyond this much. */
  readonly maxBacklogBytes: number;
  readonly clock: Clock;
  /** A file is whole, and will not be written to again. */
  readonly onFinished: (file: FinishedFile) => void;
  /** A file is finished, or the first is begun: time to look at the limits. */
  readonly onSegment: () => void;
  /** Something has arrived. */
  readonly onProgress: () => void;
  /** Writing fails, and why; null: it works again. */
  readonly onTrouble: (error: NodeJS.ErrnoException | null) => void;
  /** A block that will never arrive. */
  readonly onGivenUp: (block: DiskBlock) => void;
}

/** A file that has everything it will ever have. */
export interface FinishedFile {
  readonly segment: Segment;
  /** Of processes, by their numbers in the file. */
  readonly names: ReadonlyMap<number, NamedProcess>;
  /** In the order of the file; all of them have arrived. */
  readonly blocks: readonly DiskBlock[];
}

/** A block on its way, and the name of its process. */
interface Departure {
  readonly block: DiskBlock;
  readonly name: string;
}

/** How much is handed to the disk at once: enough for it to be busy, little enough to hold twice. */
const BATCH_BYTES = 2 * 1024 * 1024;

/** How long after a failure to try again. */
const RETRY_MS = 1_000;

/**
 * Appends blocks to log files, one batch at a time, on the threads that Node keeps for files: nobody waits for it. A
 * batch that fails is tried again, in a new file, until it arrives; meanwhile the oldest blocks are given up when there
 * are too many of them.
 */
export class LogWriter {
  readonly #options: LogWriterOptions;
  #waiting: Departure[] = [];
  /** Those of the batch that is being written. */
  #underWay: readonly Departure[] = [];
  #backlogBytes = 0;
  /** How many blocks were handed over, and how many of them have arrived or were given up: always the first of them. */
  #departed = 0;
  #gone = 0;
  #waiters: { readonly until: number; readonly resolve: () => void }[] = [];
  #file: OpenFile | null = null;
  /** Everybody in the files so far, and how many lines of them precede what will be written. */
  readonly #known = new Map<number, NamedProcess>();
  #nextNumber = 1;
  #working: Promise<void> | null = null;
  /** Files that are finished, on their way from the system's memory to the disk: a slow one is not waited for. */
  readonly #syncing = new Set<Promise<void>>();
  #syncFailure: NodeJS.ErrnoException | null = null;
  #retry: { readonly cancel: Cancel; readonly now: () => void } | null = null;
  #isClosing = false;

  constructor(options: LogWriterOptions) {
    this.#options = options;
  }

  /** What has been handed over and has not arrived, bytes. */
  get backlogBytes(): number {
    return this.#backlogBytes;
  }

  /** Whether the last attempt to write failed. */
  get isInTrouble(): boolean {
    return this.#retry !== null;
  }

  /** Whether it is this file that is being written. @param file absolute. */
  isOpen(file: string): boolean {
    return this.#file?.segment.path === file;
  }

  /** Takes blocks over, in the order in which they are to be found. */
  write(name: string, blocks: readonly DiskBlock[]): void {
    for (const block of blocks) {
      this.#waiting.push({ block, name });
      this.#departed += 1;
      this.#backlogBytes += costOf(block);
    }
    if (this.isInTrouble) this.#giveUpTooMuch();
    else this.#start();
  }

  /** Resolves when everything that was handed over before the call has arrived or was given up, or when writing fails. */
  async arrived(): Promise<void> {
    const until = this.#departed;
    if (this.#gone < until) await new Promise<void>((resolve) => this.#waiters.push({ until, resolve }));
  }

  /** Writes what waits, tries once more what failed, and finishes the file. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#retry?.now();
    while (this.#working !== null) await this.#working;
    for (const { block } of this.#waiting.splice(0)) this.#giveUp(block);
    if (this.#file !== null) await this.#finish(this.#file).catch(() => undefined);
    await Promise.all(this.#syncing);
  }

  #start(): void {
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
      if (this.#waiting.length > 0 && !this.isInTrouble) this.#start();
    });
  }

  async #work(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        await this.#writeBatch();
        if (this.#retry === null) continue;
        this.#retry = null;
        this.#options.onTrouble(null);
      }
    } catch (error) {
      this.#fail(error as NodeJS.ErrnoException);
    }
  }

  async #writeBatch(): Promise<void> {
    const failure = this.#syncFailure;
    this.#syncFailure = null;
    if (failure !== null) throw failure;
    const file = this.#file ?? (await this.#begin());
    this.#underWay = this.#nextBatch(this.#options.segmentBytes - file.size);
    let bytes = 0;
    const buffers: Buffer[] = [];
    const places: { readonly departure: Departure; readonly offset: number; readonly length: number }[] = [];
    const names = new Map(file.names);
    const append = (record: RecordBytes): void => {
      buffers.push(...record.pieces);
      bytes += record.length;
    };
    if (file.size === 0) {
      // Who has nothing in this file is named, too: what was printed is known when the files before it are gone.
      for (const [processId, known] of this.#known) {
        names.set(processId, known);
        append(nameRecord(processId, known));
      }
    }
    for (const departure of this.#underWay) {
      const { block, name } = departure;
      const loaded = block.load();
      if (loaded === null) throw new Error('Internal error: a block was lost on its way to the disk');
      if (!names.has(block.processId)) {
        const named = { name, linesBefore: block.linesBefore };
        names.set(block.processId, named);
        append(nameRecord(block.processId, named));
      }
      const record = blockRecord(loaded, block.processId);
      places.push({ departure, offset: file.size + bytes, length: record.length });
      append(record);
    }
    await file.handle.write(buffers, file.size);
    file.names = names;
    file.size += bytes;
    for (const { departure, offset, length } of places) {
      departure.block.arriveAt({ segment: file.segment, frame: null, offset, length });
      file.blocks.push(departure.block);
      this.#know(departure);
      this.#settle(departure.block);
    }
    this.#underWay = [];
    this.#options.onProgress();
    if (file.size >= this.#options.segmentBytes) await this.#finish(file);
  }

  #know({ name, block: { processId, linesBefore, lineCount } }: Departure): void {
    this.#known.set(processId, { name, linesBefore: linesBefore + lineCount });
  }

  /** @param room what the file may still take: one that outgrows its share would take more than itself along when it goes. */
  #nextBatch(room: number): readonly Departure[] {
    const limit = Math.min(BATCH_BYTES, room);
    let bytes = 0;
    let count = 0;
    for (const { block } of this.#waiting) {
      if (bytes >= limit || count === MAX_BATCH_BLOCKS) break;
      bytes += costOf(block);
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #begin(): Promise<OpenFile> {
    const { directory, files, onSegment } = this.#options;
    const segment = new Segment(segmentPath(directory, this.#nextNumber));
    this.#nextNumber += 1;
    const handle = await files.create(segment.path);
    this.#file = { segment, handle, size: 0, names: new Map(), blocks: [] };
    onSegment();
    return this.#file;
  }

  async #finish(file: OpenFile): Promise<void> {
    this.#file = null;
    try {
      const placed = file.blocks.flatMap((block) => (block.place === null ? [] : { block, place: block.place }));
      const index = segmentIndex(file.names, placed);
      await file.handle.write([...index.pieces, segmentTrailer(index.length)], file.size);
    } finally {
      const syncing = this.#sync(file.handle).finally(() => this.#syncing.delete(syncing));
      this.#syncing.add(syncing);
    }
    this.#options.onFinished(file);
    this.#options.onSegment();
  }

  async #sync(handle: WritableFile): Promise<void> {
    try {
      await handle.sync();
    } catch (error) {
      this.#syncFailure = error as NodeJS.ErrnoException;
    }
    await handle.close().catch(() => undefined);
  }

  #fail(error: NodeJS.ErrnoException): void {
    const { clock, onTrouble } = this.#options;
    const isNews = this.#retry === null;
    this.#waiting.unshift(...this.#underWay);
    this.#underWay = [];
    for (const { resolve } of this.#waiters.splice(0)) resolve();
    // Whatever is wrong with this file, the next attempt is made with another. What has arrived in it stays readable.
    void this.#file?.handle.close().catch(() => undefined);
    this.#file = null;
    const again = () => this.#start();
    if (this.#isClosing) {
      this.#retry = { cancel: () => undefined, now: () => undefined };
      return;
    }
    const cancel = clock.schedule(RETRY_MS, again);
    const now = () => {
      cancel();
      again();
    };
    this.#retry = { cancel, now };
    if (isNews) onTrouble(error);
    this.#giveUpTooMuch();
  }

  #giveUpTooMuch(): void {
    let count = 0;
    for (const { block } of this.#waiting) {
      if (this.#backlogBytes <= this.#options.maxBacklogBytes) break;
      this.#giveUp(block);
      count += 1;
    }
    this.#waiting.splice(0, count);
  }

  #giveUp(block: DiskBlock): void {
    this.#options.onGivenUp(block);
    this.#settle(block);
  }

  #settle(block: DiskBlock): void {
    this.#backlogBytes -= costOf(block);
    this.#gone += 1;
    for (let [first] = this.#waiters; first !== undefined && first.until <= this.#gone; [first] = this.#waiters) {
      this.#waiters.shift();
      first.resolve();
    }
  }
}

interface OpenFile {
  readonly segment: Segment;
  readonly handle: WritableFile;
  size: number;
  names: ReadonlyMap<number, NamedProcess>;
  readonly blocks: DiskBlock[];
}

/** So few that all pieces of a batch are written by one system call (IOV_MAX is 1,024). */
const MAX_BATCH_BLOCKS = 500;

/** What a block that waits keeps in memory. */
function costOf({ payloadBytes, lineCount }: DiskBlock): number {
  return payloadBytes + lineCount * 16;
}
