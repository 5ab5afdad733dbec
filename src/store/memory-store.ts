import type { Stream } from '../model/log-line.ts';
import type { LogLimits } from '../model/process-spec.ts';
import { type Block, MAX_BLOCK_BYTES } from './block.ts';
import type { LogStats, LogStore, StoreStats } from './log-store.ts';
import { newSharedState, ProcessLogs } from './process-logs.ts';
import type { LogSnapshot } from './snapshot.ts';

/**
 * Keeps lines in memory, within one budget for all processes. When it is spent, the process that holds the most gives
 * its oldest block back: a chatty process cannot evict a quiet one's lines.
 */
export class MemoryStore implements LogStore {
  readonly #sessionId: number;
  readonly #onEvicting: (process: string, block: Block) => void;
  readonly #shared = newSharedState();
  readonly #entries = new Map<string, Entry>();
  #budgetBytes: number;
  #memoryBytes = 0;
  #revision = 0;

  constructor({ sessionId, budgetBytes = DEFAULT_BUDGET_BYTES, onEvicting = () => {} }: MemoryStoreOptions) {
    this.#sessionId = sessionId;
    this.#onEvicting = onEvicting;
    this.#budgetBytes = budgetBytes;
  }

  get nextId(): number {
    return this.#shared.nextId;
  }

  get revision(): number {
    return this.#revision;
  }

  append(process: string, run: number, stream: Stream, chunk: Uint8Array, at: number): void {
    const entry = this.#entry(process);
    this.#revision += 1;
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    // In steps, so that the budget is not exceeded by more than one of them however large the chunk is.
    for (let from = 0; from < bytes.length; from += MAX_STEP_BYTES) {
      const part = bytes.length <= MAX_STEP_BYTES ? bytes : bytes.subarray(from, from + MAX_STEP_BYTES);
      entry.logs.append(run, stream, part, at, entry.limits.maxLineBytes);
      this.#settle(entry);
    }
  }

  endStream(process: string, run: number, stream: Stream, at: number): void {
    const entry = this.#entry(process);
    this.#revision += 1;
    entry.logs.endStream(run, stream, at);
    this.#settle(entry);
  }

  noteRun(process: string, run: number): void {
    this.#entry(process).logs.noteRun(run);
  }

  setLimits(process: string, limits: LogLimits): void {
    const entry = this.#entry(process);
    entry.limits = limits;
    this.#settle(entry);
  }

  setBudget(maxBytes: number): void {
    this.#budgetBytes = maxBytes;
    this.#evictToBudget();
  }

  processes(): readonly string[] {
    return [...this.#entries.keys()];
  }

  snapshot(process: string): LogSnapshot {
    const entry = this.#entries.get(process);
    return (entry?.logs ?? this.#newLogs(process, UNKNOWN_PROCESS_ID)).snapshot();
  }

  snapshotAll(): ReadonlyMap<string, LogSnapshot> {
    const snapshots = new Map<string, LogSnapshot>();
    for (const [process, { logs }] of this.#entries) snapshots.set(process, logs.snapshot());
    return snapshots;
  }

  /** The blocks that have a line with an id greater than `id`; only the last of a process still grows. */
  blocksAfter(process: string, id: number): readonly Block[] {
    return this.#entries.get(process)?.logs.blocksAfter(id) ?? [];
  }

  stats(): StoreStats {
    const processes = new Map<string, LogStats>();
    for (const [process, { logs }] of this.#entries) {
      const { lineCount: lines, payloadBytes: bytes, firstId, evictedLines, evictedBytes, memoryBytes } = logs;
      processes.set(process, { lines, firstId, bytes, evictedLines, evictedBytes, memoryBytes });
    }
    return { memoryBytes: this.#memoryBytes, budgetBytes: this.#budgetBytes, processes };
  }

  #entry(process: string): Entry {
    let entry = this.#entries.get(process);
    if (entry === undefined) {
      entry = { logs: this.#newLogs(process, this.#entries.size + 1), limits: DEFAULT_LIMITS, countedBytes: 0 };
      this.#entries.set(process, entry);
    }
    return entry;
  }

  #newLogs(process: string, processId: number): ProcessLogs {
    const onEvicting = (block: Block) => this.#onEvicting(process, block);
    return new ProcessLogs({ process, processId, sessionId: this.#sessionId }, this.#shared, onEvicting);
  }

  /** After a change to the logs of one process: counts anew what they occupy and evicts what is too much. */
  #settle(entry: Entry): void {
    this.#count(entry);
    const { maxBytes } = entry.limits;
    while (maxBytes !== null && entry.countedBytes > maxBytes && this.#evictOldest(entry));
    this.#evictToBudget();
  }

  #evictToBudget(): void {
    while (this.#memoryBytes > this.#budgetBytes) {
      let most: Entry | undefined;
      let secondMostBytes = 0;
      for (const entry of this.#entries.values()) {
        if (most === undefined || entry.countedBytes > most.countedBytes) {
          secondMostBytes = most?.countedBytes ?? 0;
          most = entry;
        } else if (entry.countedBytes > secondMostBytes) {
          secondMostBytes = entry.countedBytes;
        }
      }
      if (most === undefined || !this.#evictOldest(most)) return;
      while (this.#memoryBytes > this.#budgetBytes && most.countedBytes > secondMostBytes && this.#evictOldest(most));
    }
  }

  #evictOldest(entry: Entry): boolean {
    const evicted = entry.logs.evictOldest();
    this.#count(entry);
    return evicted;
  }

  #count(entry: Entry): void {
    const bytes = entry.logs.memoryBytes;
    this.#memoryBytes += bytes - entry.countedBytes;
    entry.countedBytes = bytes;
  }
}

export interface MemoryStoreOptions {
  readonly sessionId: number;
  /** Most bytes that text and index of all processes may occupy; 64 MiB. See `setBudget`. */
  readonly budgetBytes?: number;
  /** Hears of each block that is evicted, before it is: nothing is appended to it any more. */
  readonly onEvicting?: (process: string, block: Block) => void;
}

interface Entry {
  readonly logs: ProcessLogs;
  limits: LogLimits;
  /** What `logs` occupied when last looked at: its share of the store's total. */
  countedBytes: number;
}

/** Low, because forking gets slower with the memory of the process that forks. */
const DEFAULT_BUDGET_BYTES = 64 * 1024 * 1024;

const DEFAULT_LIMITS: LogLimits = { maxBytes: null, maxLineBytes: 64 * 1024 };

const MAX_STEP_BYTES = MAX_BLOCK_BYTES;
const UNKNOWN_PROCESS_ID = 0;
