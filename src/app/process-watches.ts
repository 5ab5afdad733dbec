import { isDeepStrictEqual } from 'node:util';
import type { WatchSpec, WatchStatus } from '../model/watch-spec.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';
import { ProcessWatch, type ProcessWatchOptions } from './process-watch.ts';

export interface ProcessWatchesOptions extends ProcessWatchOptions {
  readonly processes: ProcessWatchOptions['processes'] & Pick<Supervisor, 'list'>;
  /** Absolute: what pom itself reads and writes, as the configuration says now. */
  readonly never: () => readonly string[];
}

interface Watched {
  readonly watch: ProcessWatch;
  readonly spec: WatchSpec;
  readonly never: readonly string[];
}

/** The watches of all processes that have one and are wanted; for the others nothing is watched. */
export class ProcessWatches {
  readonly #options: ProcessWatchesOptions;
  readonly #watched = new Map<string, Watched>();
  #closed = false;

  constructor(options: ProcessWatchesOptions) {
    this.#options = options;
  }

  /** Null: nothing is watched for it. */
  statusOf(name: string): WatchStatus | null {
    return this.#watched.get(name)?.watch.status ?? null;
  }

  /** What is not as it should be. */
  get warnings(): readonly string[] {
    return [...this.#watched].flatMap(([name, { watch }]) =>
      watch.status.warning === null ? [] : [`${name}: ${watch.status.warning}`],
    );
  }

  /** A process may be wanted, or watched for, differently than before. */
  follow(name: string): void {
    const report = this.#options.processes.report(name);
    const wanted = report?.process.wanted === 'up' && report.spec.enabled && !this.#closed;
    const spec = wanted ? report.spec.watch : null;
    const known = this.#watched.get(name);
    if (spec === null && known === undefined) return;
    const never = this.#options.never();
    if (known !== undefined && isDeepStrictEqual(known.spec, spec) && isDeepStrictEqual(known.never, never)) return;
    known?.watch.close();
    this.#watched.delete(name);
    if (spec === null) return;
    this.#watched.set(name, { watch: new ProcessWatch(name, spec, never, this.#options), spec, never });
  }

  /** Any process may be. */
  followAll(): void {
    for (const { name } of this.#options.processes.list()) this.follow(name);
  }

  /** Somebody has started or restarted these. */
  resume(names: readonly string[]): void {
    for (const name of names) this.#watched.get(name)?.watch.resume();
  }

  close(): void {
    this.#closed = true;
    for (const { watch } of this.#watched.values()) watch.close();
    this.#watched.clear();
  }
}
