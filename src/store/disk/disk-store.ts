import type { Cancel, Clock } from '../../model/clock.ts';
import type { Stream } from '../../model/log-line.ts';
import type { LogLimits } from '../../model/process-spec.ts';
import type { Block } from '../block.ts';
import type { LogStats, LogStore, StoreStats } from '../log-store.ts';
import { MemoryStore } from '../memory-store.ts';
import type { LogSnapshot } from '../snapshot.ts';
import type { FilesInUse } from './archive.ts';
import { DiskBlock, factsOf } from './disk-block.ts';
import { FrameCache } from './frame-cache.ts';
import { History, MissingFromBoth } from './history.ts';
import { LogWriter } from './log-writer.ts';
import { Packer } from './packer.ts';
import { freshPath } from './segment-files.ts';
import { TailFile, type TailPart } from './tail-file.ts';
import { NODE_FILES, type WritableFiles } from './writable-files.ts';

export interface DiskStoreOptions {
  readonly sessionId: number;
  readonly budgetBytes: number;
  /** Absolute: where this session's logs go. */
  readonly directory: string;
  readonly segmentBytes: number;
  readonly clock: Clock;
  /** Where log files are written; those of the machine. */
  readonly files?: WritableFiles;
  /** A log file was begun or finished: time to look at the limits. */
  readonly onSegment: () => void;
  /** So much waits for the disk that the processes should wait, too; or no longer. Never while the disk does not work. */
  readonly onBehind: (isBehind: boolean) => void;
  /** Writing to disk fails, and why; null: it works again. Lines are kept in memory meanwhile. */
  readonly onTrouble: (error: NodeJS.ErrnoException | null) => void;
}

/** How long a line may be in memory only. */
const FLUSH_MS = 200;

/** So much that it is written at once. */
const FLUSH_BYTES = 1024 * 1024;

/** How long the file of unfinished blocks may get, or an eighth of a log file. */
const MAX_TAIL_BYTES = 1024 * 1024;

/** What a disk that is slower than the processes may owe before they are made to wait. */
const MAX_BEHIND_BYTES = 16 * 1024 * 1024;

/**
 * Keeps lines in memory, and on disk: one history for whoever reads. Memory holds the newest lines of each process;
 * what it gives back is read from disk when somebody looks. All of it is written behind the back of those who append,
 * blocks when they are full and the lines of unfinished ones a few at a time.
 *
 * ```
 *  append ──> MemoryStore ──full blocks──> LogWriter ──> 00000001.log 00000002.log …  <── Packer, when finished
 *                  │      └─the rest─────> TailFile  ──> tail.log
 *  snapshot <── memory + History of each process (where its blocks are)
 * ```
 */
export class DiskStore implements LogStore, FilesInUse {
  readonly #memory: MemoryStore;
  readonly #writer: LogWriter;
  readonly #packer: Packer;
  readonly #tail: TailFile;
  readonly #options: DiskStoreOptions;
  readonly #histories = new Map<string, History>();
  /** By finished file. */
  readonly #blockCounts = new Map<string, number>();
  /** By process, the last id that is in the tail. */
  readonly #tailIds = new Map<string, number>();
  #dirty = new Set<string>();
  #newBytes = 0;
  #timer: Cancel | null = null;
  #flushing: Promise<void> | null = null;
  /** The lines of some process are to be flushed as soon as its blocks have arrived. */
  #isLate = false;
  #isFlushDue = false;
  #tailFailed = false;
  #isWriting = true;
  #isBehind = false;
  #isClosed = false;

  constructor(options: DiskStoreOptions) {
    const { sessionId, budgetBytes, directory, segmentBytes, clock, files = NODE_FILES, onSegment } = options;
    this.#options = options;
    this.#memory = new MemoryStore({
      sessionId,
      budgetBytes,
      onEvicting: (process, block) => this.#keep(process, [block]),
    });
    this.#tail = new TailFile({ directory, files, maxBytes: Math.min(MAX_TAIL_BYTES, segmentBytes / 8) });
    this.#packer = new Packer({ clock, files, cache: new FrameCache() });
    this.#writer = new LogWriter({
      directory,
      files,
      segmentBytes,
      maxBacklogBytes: MAX_BEHIND_BYTES,
      clock,
      onFinished: (file) => {
        this.#blockCounts.set(file.segment.path, file.blocks.length);
        this.#packer.add(file);
      },
      onSegment,
      onProgress: () => {
        this.#tellBehind();
        if (this.#isLate) this.#startFlush();
      },
      onTrouble: (error) => this.#tellTrouble(error),
      onGivenUp: (block) => {
        for (const history of this.#histories.values()) history.giveUp(block);
      },
    });
  }

  get nextId(): number {
    return this.#memory.nextId;
  }

  get revision(): number {
    return this.#memory.revision;
  }

  append(process: string, run: number, stream: Stream, chunk: Uint8Array, at: number): void {
    this.#memory.append(process, run, stream, chunk, at);
    this.#changed(process, chunk.length);
  }

  endStream(process: string, run: number, stream: Stream, at: number): void {
    this.#memory.endStream(process, run, stream, at);
    this.#changed(process, 0);
  }

  noteRun(process: string, run: number): void {
    this.#memory.noteRun(process, run);
  }

  setLimits(process: string, limits: LogLimits): void {
    this.#memory.setLimits(process, limits);
  }

  setBudget(maxBytes: number): void {
    this.#memory.setBudget(maxBytes);
  }

  processes(): readonly string[] {
    return this.#memory.processes();
  }

  snapshot(process: string): LogSnapshot {
    return this.#withHistory(this.#memory.snapshot(process));
  }

  snapshotAll(): ReadonlyMap<string, LogSnapshot> {
    return new Map([...this.#memory.snapshotAll()].map(([name, snapshot]) => [name, this.#withHistory(snapshot)]));
  }

  stats(): StoreStats {
    const stats = this.#memory.stats();
    const processes = new Map<string, LogStats>();
    for (const [name, memory] of stats.processes) processes.set(name, this.#statsOf(name, memory));
    return { ...stats, processes };
  }

  /** Whether lines go to disk from now on; what is there stays, and is read. */
  setWriting(isOn: boolean): void {
    if (this.#isWriting === isOn) return;
    this.#isWriting = isOn;
    if (isOn) this.#changedAll();
  }

  /** The lines of a log file that was removed are gone. @param file absolute. */
  forget(file: string): void {
    this.#packer.forget(file);
    this.#blockCounts.delete(file);
    for (const history of this.#histories.values()) history.forget(file);
  }

  /** Whether the file is being written, and must stay. @param file absolute. */
  isInUse(file: string): boolean {
    if (this.#writer.isOpen(file) || this.#packer.isUsing(file)) return true;
    return file === this.#tail.path || file === freshPath(this.#tail.path);
  }

  /** How many blocks of a finished file are known. @param file absolute. */
  blocksIn(file: string): number {
    return this.#blockCounts.get(file) ?? 0;
  }

  /** Resolves when everything that was appended so far is on disk, or cannot be. */
  async flushed(): Promise<void> {
    do {
      await this.#flushing;
      if (!this.#writer.isInTrouble) await this.#writer.arrived();
      await this.#flushing;
    } while (this.#isLate && !this.#writer.isInTrouble && !this.#isClosed);
  }

  /** Resolves when the files that are finished by now have been packed. */
  packed(): Promise<void> {
    return this.#packer.done();
  }

  /** Writes everything that is known, complete blocks or not. Nothing may be appended afterwards. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#timer?.();
    this.#timer = null;
    for (const process of this.#memory.processes()) this.#keep(process, this.#newBlocks(process));
    await this.#writer.close();
    await this.#flushing;
    if (!this.#writer.isInTrouble) await this.#tail.remove().catch(() => undefined);
    await this.#packer.close();
  }

  #changed(process: string, bytes: number): void {
    if (!this.#isWriting) return;
    this.#dirty.add(process);
    this.#newBytes += bytes;
    if (this.#newBytes >= FLUSH_BYTES) {
      this.#newBytes = 0;
      this.#keepFinished(this.#dirty);
    }
    this.#flushLater();
  }

  #flushLater(): void {
    if (this.#isClosed) return;
    this.#timer ??= this.#options.clock.schedule(FLUSH_MS, () => {
      this.#timer = null;
      this.#startFlush();
    });
  }

  /** Flushes, now or once more when that is being done. */
  #startFlush(): void {
    this.#isFlushDue = true;
    this.#flushing ??= this.#flush();
  }

  async #flush(): Promise<void> {
    while (this.#isFlushDue) {
      this.#isFlushDue = false;
      await this.#flushOnce();
    }
    // In the same step in which nothing was due: who comes next begins anew.
    this.#flushing = null;
  }

  /** Hands finished blocks over, and writes the lines of unfinished ones whose predecessors have arrived. */
  async #flushOnce(): Promise<void> {
    const dirty = this.#dirty;
    this.#dirty = new Set();
    this.#newBytes = 0;
    this.#isLate = false;
    if (this.#isClosed || !this.#isWriting) return;
    const all = this.#tail.wantsAll;
    const processes = all ? this.#memory.processes() : dirty;
    this.#keepFinished(processes);
    try {
      const parts = this.#writer.isInTrouble ? [] : [...processes].flatMap((process) => this.#tailPart(process, all));
      if (parts.length > 0) await this.#tail.write(parts);
      for (const { name, block } of parts) this.#tailIds.set(name, block.idAt(block.lineCount - 1));
      if (this.#writer.isInTrouble) for (const process of dirty) this.#dirty.add(process);
      else if (this.#tailFailed) this.#options.onTrouble(null);
      this.#tailFailed &&= this.#writer.isInTrouble;
    } catch (error) {
      if (!this.#tailFailed) this.#options.onTrouble(error as NodeJS.ErrnoException);
      this.#tailFailed = true;
      for (const process of dirty) this.#dirty.add(process);
      this.#flushLater();
    }
  }

  #keepFinished(processes: Iterable<string>): void {
    for (const process of processes) {
      const blocks = this.#newBlocks(process);
      this.#keep(process, blocks.at(-1)?.isFull === false ? blocks.slice(0, -1) : blocks);
    }
  }

  /** Blocks that memory has and the history has not; only the last may still grow. */
  #newBlocks(process: string): readonly Block[] {
    return this.#memory.blocksAfter(process, this.#historyOf(process).lastId);
  }

  /** Takes blocks that will not grow any more into the history, and sends them on their way. */
  #keep(process: string, blocks: readonly Block[]): void {
    if (!this.#isWriting) return;
    const history = this.#historyOf(process);
    const departing = blocks
      .filter((block) => block.lineCount > 0 && block.baseId > history.lastId)
      .map((block) => new DiskBlock(factsOf(block), block));
    for (const block of departing) history.add(block);
    this.#writer.write(process, departing);
    this.#tellBehind();
  }

  #tellBehind(): void {
    // Not on and off with every block.
    const mark = this.#isBehind ? MAX_BEHIND_BYTES / 2 : MAX_BEHIND_BYTES;
    const isBehind = !this.#writer.isInTrouble && this.#writer.backlogBytes > mark;
    if (isBehind === this.#isBehind) return;
    this.#isBehind = isBehind;
    this.#packer.pause(isBehind);
    this.#options.onBehind(isBehind);
  }

  /**
   * What the tail gets of a process next. A line must not be there before those that precede it are in the log files or
   * there, and must not leave it before it is in a log file itself: else a crash would leave a hole.
   */
  #tailPart(process: string, all: boolean): readonly TailPart[] {
    const last = this.#tailIds.get(process) ?? 0;
    const { underWay } = this.#historyOf(process);
    if (underWay !== null) {
      this.#isLate = true;
      this.#dirty.add(process);
      const block = all && underWay.baseId <= last ? underWay.load() : null;
      return block === null ? [] : [{ name: process, block }];
    }
    const block = this.#newBlocks(process).at(-1);
    if (block === undefined) return [];
    const { lineCount } = block;
    const from = all ? 0 : block.indexOfId(last + 1, lineCount);
    return from < lineCount ? [{ name: process, block: block.part(from, lineCount) }] : [];
  }

  #withHistory(snapshot: LogSnapshot): LogSnapshot {
    const history = this.#histories.get(snapshot.process);
    if (history === undefined) return snapshot;
    const older = history.before(snapshot.blocks[0]?.baseId ?? Number.POSITIVE_INFINITY);
    return older.length === 0 ? snapshot : snapshot.withOlder(older, (evicted) => new MissingFromBoth(evicted, older));
  }

  #statsOf(process: string, memory: LogStats): LogStats {
    const history = this.#histories.get(process);
    const older = history?.before(memory.firstId ?? Number.POSITIVE_INFINITY) ?? [];
    const [first] = older;
    if (first === undefined) return memory;
    let lines = 0;
    let bytes = 0;
    for (const block of older) {
      lines += block.lineCount;
      bytes += block.payloadBytes;
    }
    return {
      lines: memory.lines + lines,
      firstId: first.baseId,
      bytes: memory.bytes + bytes,
      evictedLines: Math.max(0, memory.evictedLines - lines),
      evictedBytes: Math.max(0, memory.evictedBytes - bytes),
      memoryBytes: memory.memoryBytes,
    };
  }

  #historyOf(process: string): History {
    let history = this.#histories.get(process);
    if (history === undefined) {
      history = new History();
      this.#histories.set(process, history);
    }
    return history;
  }

  #tellTrouble(error: NodeJS.ErrnoException | null): void {
    this.#tellBehind();
    this.#options.onTrouble(error);
    // What could not be written into the tail meanwhile is written now.
    if (error === null) this.#changedAll();
  }

  #changedAll(): void {
    for (const process of this.#memory.processes()) this.#changed(process, 0);
  }
}
