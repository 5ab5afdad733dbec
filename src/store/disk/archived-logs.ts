import path from 'node:path';
import type { LogReader, StoreStats } from '../log-store.ts';
import type { LogSnapshot } from '../snapshot.ts';
import { ArchivedProcess } from './archived-process.ts';
import { FrameCache } from './frame-cache.ts';
import { Segment } from './segment.ts';
import { segmentNumbers, segmentPath, TAIL_NAME } from './segment-files.ts';
import { contentsOf } from './segment-index.ts';

/**
 * The logs of a session that is over, however it ended, as they are on disk. A file that a crash has cut short counts
 * up to its last whole record. Lines that were removed to keep within the limits are counted as evicted.
 */
export class ArchivedLogs implements LogReader, Disposable {
  readonly revision = 0;
  readonly nextId: number;
  readonly #segments: readonly Segment[];
  readonly #processes = new Map<string, ArchivedProcess>();
  readonly #cache = new FrameCache();
  readonly #sessionId: number;

  /** @param directory absolute: that of the session's logs. One that is not there has none. */
  constructor(directory: string, sessionId: number) {
    this.#sessionId = sessionId;
    const files = segmentNumbers(directory).map((number) => new Segment(segmentPath(directory, number)));
    const tail = new Segment(path.join(directory, TAIL_NAME));
    this.#segments = [...files, tail];
    for (const segment of this.#segments) this.#read(segment);
    const processes = [...this.#processes.values()];
    this.nextId = processes.reduce((id, { lastId }) => Math.max(id, lastId), 0) + 1;
    for (const process of processes) process.finish(this.nextId);
  }

  processes(): readonly string[] {
    return [...this.#processes.keys()];
  }

  snapshot(process: string): LogSnapshot {
    const archived = this.#processes.get(process) ?? new ArchivedProcess(process);
    return archived.snapshot(this.#sessionId, this.nextId);
  }

  snapshotAll(): ReadonlyMap<string, LogSnapshot> {
    return new Map(this.processes().map((name) => [name, this.snapshot(name)]));
  }

  stats(): StoreStats {
    const processes = new Map([...this.#processes].map(([name, process]) => [name, process.stats()]));
    return { memoryBytes: 0, budgetBytes: 0, processes };
  }

  [Symbol.dispose](): void {
    for (const segment of this.#segments) segment.close();
  }

  #read(segment: Segment): void {
    const { names, blocks } = contentsOf(segment, this.#sessionId, this.#cache);
    for (const { name, linesBefore } of names.values()) this.#process(name).notePrinted(linesBefore);
    for (const block of blocks) {
      const named = names.get(block.processId);
      if (named !== undefined) this.#process(named.name).add(block);
    }
  }

  #process(name: string): ArchivedProcess {
    let process = this.#processes.get(name);
    if (process === undefined) {
      process = new ArchivedProcess(name);
      this.#processes.set(name, process);
    }
    return process;
  }
}
