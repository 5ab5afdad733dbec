import type { LogStats } from '../log-store.ts';
import { LogSnapshot } from '../snapshot.ts';
import type { DiskBlock } from './disk-block.ts';
import { LostLines } from './lost-lines.ts';

/** What the files of a session have of one process, put together in the order of the files. */
export class ArchivedProcess {
  readonly name: string;
  readonly #blocks: DiskBlock[] = [];
  readonly #lost = new LostLines();
  /** Of its lines, how many there were up to the end of the last block, and how many there were at least. */
  #counted = 0;
  #printed = 0;
  #lines = 0;

  constructor(name: string) {
    this.name = name;
  }

  get lastId(): number {
    return this.#blocks.at(-1)?.lastId ?? 0;
  }

  /** A file says that the process had printed so many lines by then. */
  notePrinted(lines: number): void {
    this.#printed = Math.max(this.#printed, lines);
  }

  /** Adds a block, unless its lines are here: what is in the tail may have come into a log file since. */
  add(block: DiskBlock): void {
    const { linesBefore, lineCount } = block;
    if (linesBefore < this.#counted) return;
    this.#lost.add(this.lastId, block.baseId, linesBefore - this.#counted);
    this.#blocks.push(block);
    this.#lines += lineCount;
    this.#counted = linesBefore + lineCount;
    this.notePrinted(this.#counted);
  }

  /** Nothing comes any more: what the process had printed beyond is gone. @param nextId the first id of no line. */
  finish(nextId: number): void {
    this.#lost.add(this.lastId, nextId, this.#printed - this.#counted);
  }

  snapshot(sessionId: number, nextId: number): LogSnapshot {
    return new LogSnapshot({
      process: this.name,
      processId: this.#blocks[0]?.processId ?? 0,
      sessionId,
      blocks: this.#blocks,
      linesOfLast: this.#blocks.at(-1)?.lineCount ?? 0,
      openLines: [],
      nextId,
      lastRun: this.#blocks.reduce((run, block) => Math.max(run, block.run), 0),
      evicted: this.#lost,
    });
  }

  /** How many bytes the lines had that are gone is not kept: it counts as none. */
  stats(): LogStats {
    return {
      lines: this.#lines,
      firstId: this.#blocks[0]?.baseId ?? null,
      bytes: this.#blocks.reduce((bytes, { payloadBytes }) => bytes + payloadBytes, 0),
      evictedLines: this.#printed - this.#lines,
      evictedBytes: 0,
      memoryBytes: 0,
    };
  }
}
