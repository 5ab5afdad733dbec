import path from 'node:path';
import { EvictedIds } from '../evicted-ids.ts';
import type { LogReader, LogStats, StoreStats } from '../log-store.ts';
import { LogSnapshot } from '../snapshot.ts';
import type { DiskBlock } from './disk-block.ts';
import { FrameCache } from './frame-cache.ts';
import { Segment } from './segment.ts';
import { segmentNumbers, segmentPath, TAIL_NAME } from './segment-files.ts';
import { contentsOf, type SegmentContents } from './segment-index.ts';

/**
 * The logs of a session that is over, however it ended, as they are on disk. A file that a crash has cut short counts
 * up to its last whole record. Lines that were removed to keep within the limits are not known to have been there.
 */
export class ArchivedLogs implements LogReader, Disposable {
  readonly revision = 0;
  readonly nextId: number;
  readonly #segments: readonly Segment[];
  readonly #processes = new Map<string, DiskBlock[]>();
  readonly #sessionId: number;

  /** @param directory absolute: that of the session's logs. One that is not there has none. */
  constructor(directory: string, sessionId: number) {
    this.#sessionId = sessionId;
    const files = segmentNumbers(directory).map((number) => new Segment(segmentPath(directory, number)));
    const tail = new Segment(path.join(directory, TAIL_NAME));
    this.#segments = [...files, tail];
    const cache = new FrameCache();
    let lastId = 0;
    for (const segment of this.#segments) {
      const contents = contentsOf(segment, sessionId, cache);
      for (const block of contents.blocks) {
        // What is in the tail may have come into a log file since.
        if (!this.#add(nameOf(contents, block), block)) continue;
        lastId = Math.max(lastId, block.lastId);
      }
    }
    this.nextId = lastId + 1;
  }

  processes(): readonly string[] {
    return [...this.#processes.keys()];
  }

  snapshot(process: string): LogSnapshot {
    const blocks = this.#processes.get(process) ?? [];
    return new LogSnapshot({
      process,
      processId: blocks[0]?.processId ?? 0,
      sessionId: this.#sessionId,
      blocks,
      linesOfLast: blocks.at(-1)?.lineCount ?? 0,
      openLines: [],
      nextId: this.nextId,
      lastRun: blocks.reduce((run, block) => Math.max(run, block.run), 0),
      evicted: new EvictedIds(),
    });
  }

  snapshotAll(): ReadonlyMap<string, LogSnapshot> {
    return new Map(this.processes().map((name) => [name, this.snapshot(name)]));
  }

  stats(): StoreStats {
    const processes = new Map<string, LogStats>();
    for (const [name, blocks] of this.#processes) {
      processes.set(name, {
        lines: blocks.reduce((lines, { lineCount }) => lines + lineCount, 0),
        firstId: blocks[0]?.baseId ?? null,
        bytes: blocks.reduce((bytes, { payloadBytes }) => bytes + payloadBytes, 0),
        evictedLines: 0,
        evictedBytes: 0,
        memoryBytes: 0,
      });
    }
    return { memoryBytes: 0, budgetBytes: 0, processes };
  }

  [Symbol.dispose](): void {
    for (const segment of this.#segments) segment.close();
  }

  /** @returns whether it is news. */
  #add(name: string | null, block: DiskBlock): boolean {
    if (name === null) return false;
    const blocks = this.#processes.get(name) ?? [];
    if (block.baseId <= (blocks.at(-1)?.lastId ?? 0)) return false;
    blocks.push(block);
    this.#processes.set(name, blocks);
    return true;
  }
}

function nameOf({ names }: SegmentContents, { processId }: DiskBlock): string | null {
  return names.get(processId) ?? null;
}
