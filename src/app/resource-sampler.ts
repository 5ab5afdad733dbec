import type { Cancel, Clock } from '../model/clock.ts';
import type { ProcessInfo } from '../model/process-status.ts';
import type { ResourceHistory } from '../model/resource-history.ts';
import type { ResourceUse } from '../model/resource-use.ts';
import { ResourceTable } from './resource-table.ts';
import type { ResourceUsage } from './resource-usage.ts';

export interface ResourceSamplerOptions {
  readonly clock: Clock;
  readonly usage: ResourceUsage;
  /** Every process of the session. */
  readonly processes: () => readonly ProcessInfo[];
}

/** A wall clock that falls behind the monotonic one by more has been set back, and was not merely drifting. */
const MOST_DRIFT_MS = 1_000;

/** What a table knows, and where its time axis is. */
interface Sampling {
  readonly table: ResourceTable;
  readonly look: (processes: readonly ProcessInfo[]) => readonly ResourceUse[];
  /** Wall time of offset 0. */
  beganAt: number;
  /** The last row. */
  offsetMs: number;
  at: number;
  wallTime: number;
}

/**
 * Remembers what processes use, while somebody could ask for it: nothing is measured before `begin` and after `end`.
 *
 * The time axis is the monotonic clock, and goes along where the wall clock jumps ahead of that, which is also what a
 * machine that slept looks like: rows stay where the log lines of their time are.
 */
export class ResourceSampler {
  readonly #options: ResourceSamplerOptions;
  #sampling: Sampling | null = null;
  #cancel: Cancel = () => undefined;

  constructor(options: ResourceSamplerOptions) {
    this.#options = options;
  }

  /** Processes of which something is known, also those that are no more. */
  get names(): readonly string[] {
    return this.#sampling?.table.names ?? [];
  }

  /** Measures now and from now on. Does nothing when that is done already. */
  begin(): void {
    if (this.#sampling !== null) return;
    const { clock, usage } = this.#options;
    const wallTime = clock.wallTime();
    this.#sampling = {
      table: new ResourceTable(),
      look: usage.observer(),
      beganAt: wallTime,
      offsetMs: 0,
      at: clock.now(),
      wallTime,
    };
    this.#sample(this.#sampling);
  }

  /** Measures no more, and forgets. */
  end(): void {
    this.#cancel();
    this.#sampling = null;
  }

  /** What is known, with columns for these processes; of the rows after an offset, or of all. */
  read(names: readonly string[], afterMs: number | null): ResourceHistory {
    const { table, beganAt } = this.#sampling ?? { table: new ResourceTable(), beganAt: null };
    return { beganAt, ...table.read(names, afterMs ?? -1) };
  }

  #sample(sampling: Sampling): void {
    const { clock, processes } = this.#options;
    step(sampling, clock);
    sampling.table.add(sampling.offsetMs, sampling.look(processes()));
    // One timer at a time, set anew after each row: time in which this process did not run is not made up for.
    this.#cancel = clock.schedule(sampling.table.everyMs, () => this.#sample(sampling));
  }
}

function step(sampling: Sampling, clock: Clock): void {
  const [at, wallTime] = [clock.now(), clock.wallTime()];
  const passedMs = at - sampling.at;
  const shownMs = wallTime - sampling.wallTime;
  const stepMs = shownMs < passedMs - MOST_DRIFT_MS ? passedMs : Math.max(0, shownMs);
  sampling.beganAt += shownMs - stepMs;
  sampling.offsetMs += stepMs;
  sampling.at = at;
  sampling.wallTime = wallTime;
}
