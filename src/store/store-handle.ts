import type { LogReader, StoreStats } from './log-store.ts';
import type { LogSnapshot } from './snapshot.ts';

/** What readers are given of a store: they look, and cannot write. */
export class StoreHandle {
  readonly #store: LogReader;

  constructor(store: LogReader) {
    this.#store = store;
  }

  /** Names of the processes that are known, in the order of their first mention. */
  processes(): readonly string[] {
    return this.#store.processes();
  }

  /** The id that the next line of any process gets; the cursor of somebody who has seen everything is one less. */
  get nextId(): number {
    return this.#store.nextId;
  }

  /** Grows with everything that is stored, lines and parts of lines. */
  get revision(): number {
    return this.#store.revision;
  }

  /** The logs of one process as they are now; empty for a process that is not known. */
  snapshot(process: string): LogSnapshot {
    return this.#store.snapshot(process);
  }

  /** The logs of every process, all at this moment. */
  snapshotAll(): ReadonlyMap<string, LogSnapshot> {
    return this.#store.snapshotAll();
  }

  stats(): StoreStats {
    return this.#store.stats();
  }
}
