import type { Stream } from '../model/log-line.ts';
import type { LogLimits } from '../model/process-spec.ts';
import type { LogSnapshot } from './snapshot.ts';

/**
 * Keeps the lines of all processes of a session. All of it is synchronous, and what has been appended is in the next
 * snapshot.
 *
 * A process is known from its first mention on; nothing has to be registered.
 */
export interface LogStore extends LogReader {
  /**
   * Stores bytes as they came: any number of lines and parts of lines. The chunk may be reused afterwards.
   *
   * @param at wall time of the read, ms since the epoch.
   */
  append(process: string, run: number, stream: Stream, chunk: Uint8Array, at: number): void;
  /** Nothing more comes from this stream: its unterminated line becomes a line, marked partial. */
  endStream(process: string, run: number, stream: Stream, at: number): void;
  /** Makes a run known even if it prints nothing. */
  noteRun(process: string, run: number): void;
  /** Takes effect at once; of a process that has not printed yet, too. */
  setLimits(process: string, limits: LogLimits): void;
  /** Takes effect at once. */
  setBudget(maxBytes: number): void;
}

/** What is stored, for those who look and do not write. */
export interface LogReader {
  /** In the order of their first mention. */
  processes(): readonly string[];
  /** The id that the next line of any process gets. */
  readonly nextId: number;
  /** Grows with everything that is stored, lines and parts of lines. */
  readonly revision: number;
  /** An unknown process has an empty snapshot. */
  snapshot(process: string): LogSnapshot;
  /** Of every process, all at the same moment. */
  snapshotAll(): ReadonlyMap<string, LogSnapshot>;
  stats(): StoreStats;
}

export interface StoreStats {
  /** What the logs occupy, text and index, as it counts against the budget. */
  readonly memoryBytes: number;
  readonly budgetBytes: number;
  readonly processes: ReadonlyMap<string, LogStats>;
}

/** Of one process. Lines that have not ended are not counted, but for what they occupy. */
export interface LogStats {
  readonly lines: number;
  /** Id of the oldest line; null when there is none. */
  readonly firstId: number | null;
  /** Bytes of the lines, without newlines. */
  readonly bytes: number;
  readonly evictedLines: number;
  readonly evictedBytes: number;
  readonly memoryBytes: number;
}
