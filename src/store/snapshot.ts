import { EVERYTHING, type LogQuery, LogView } from './query.ts';
import type { OpenLineView, ScannedLogs } from './scan.ts';
import type { StoredBlock } from './stored-block.ts';

/**
 * The lines of one process as they were at one moment. It never changes, and nobody waits for whoever reads it: blocks
 * only grow, and a snapshot remembers how many lines of the last one there were. Taking one copies a pointer per block.
 *
 * A snapshot keeps its blocks alive, evicted or not: read, then drop it.
 */
export class LogSnapshot implements ScannedLogs {
  readonly process: string;
  readonly processId: number;
  readonly sessionId: number;
  /** Oldest first; see `visibleLines` for how much of a block counts. */
  readonly blocks: readonly StoredBlock[];
  readonly openLines: readonly OpenLineView[];
  readonly nextId: number;
  /** The greatest run number known when the snapshot was taken; 0 before the first run. */
  readonly lastRun: number;
  readonly #linesOfLast: number;
  readonly #evicted: MissingLines;

  constructor(contents: SnapshotContents) {
    this.process = contents.process;
    this.processId = contents.processId;
    this.sessionId = contents.sessionId;
    this.blocks = contents.blocks;
    this.openLines = contents.openLines;
    this.nextId = contents.nextId;
    this.lastRun = contents.lastRun;
    this.#linesOfLast = contents.linesOfLast;
    this.#evicted = contents.evicted;
  }

  visibleLines(index: number): number {
    return index === this.blocks.length - 1 ? this.#linesOfLast : (this.blocks[index]?.lineCount ?? 0);
  }

  /** How many lines of this process with an id in `(after, upTo]` were no longer stored. */
  evictedBetween(after: number, upTo: number): number {
    return this.#evicted.countBetween(after, upTo);
  }

  /** The same with older blocks before it. @param missing what is missing then, from what was missing without them. */
  withOlder(older: readonly StoredBlock[], missing: (evicted: MissingLines) => MissingLines): LogSnapshot {
    return new LogSnapshot({
      process: this.process,
      processId: this.processId,
      sessionId: this.sessionId,
      blocks: [...older, ...this.blocks],
      linesOfLast: this.blocks.length === 0 ? (older.at(-1)?.lineCount ?? 0) : this.#linesOfLast,
      openLines: this.openLines,
      nextId: this.nextId,
      lastRun: this.lastRun,
      evicted: missing(this.#evicted),
    });
  }

  /** What the query wants of this snapshot, found as it is read. */
  query(query: LogQuery = EVERYTHING): LogView {
    return new LogView(this, query);
  }
}

export interface SnapshotContents {
  readonly process: string;
  readonly processId: number;
  readonly sessionId: number;
  readonly blocks: readonly StoredBlock[];
  /** How many lines the last block had. */
  readonly linesOfLast: number;
  readonly openLines: readonly OpenLineView[];
  readonly nextId: number;
  readonly lastRun: number;
  /** Not added to any more. */
  readonly evicted: MissingLines;
}

/** Lines that were stored once and are no longer. */
export interface MissingLines {
  /** How many of them have an id in `(after, upTo]`. */
  countBetween(after: number, upTo: number): number;
}
