import type { Clock } from '../model/clock.ts';
import type { ProbeRecord } from '../model/probe-spec.ts';
import type { RunRecord } from '../model/process-status.ts';
import type { RecordedEvent } from '../model/server-event.ts';
import type { FailedProbe, ProcessTimeline, Timeline, TimelineReload, TimelineRun } from '../model/timeline.ts';
import { Recent } from '../util/recent.ts';

/** Runs of one process that are kept, failed probes of one process, and reloads. */
const KEPT_OF_EACH = 500;

/** Runs of all processes together, and failed probes: of a hundred processes there are 500 each, of a thousand 50. */
const KEPT_OF_ALL = 50_000;
const LEAST_OF_EACH = 20;

/** Processes that were removed and whose past is kept. */
const KEPT_REMOVED = 100;

/** Names and diagnostics of all reloads together: a reload may be about a thousand processes. */
const KEPT_IN_RELOADS = 20_000;

interface Past {
  readonly runs: Recent<TimelineRun>;
  readonly failedProbes: Recent<FailedProbe>;
}

/**
 * What happened in the session, for whoever looks back: the runs of each process, the probes that failed, the reloads.
 * What is too old is dropped and counted; what a process that fails all the time pushes out is its own.
 */
export class TimelineHistory {
  readonly #clock: Clock;
  readonly #beganAt: number;
  readonly #pasts = new Map<string, Past>();
  /** In the order in which they were removed. */
  readonly #removed = new Set<string>();
  readonly #reloads = new Recent<TimelineReload>();
  #inReloads = 0;

  /** @param beganAt wall time. */
  constructor(clock: Clock, beganAt: number) {
    this.#clock = clock;
    this.#beganAt = beganAt;
  }

  /** Processes of which something is known, also those that are no more. */
  get names(): readonly string[] {
    return [...this.#pasts.keys()];
  }

  /** A run has begun, or more is known of it. */
  run(name: string, { run, startedAt, endedAt, exit, cause }: RunRecord): void {
    const { runs } = this.#pastOf(name);
    // A process that was removed and added again counts from one.
    runs.put({ run, startedAt, endedAt, exit, cause }, (other) => other.run === run && other.startedAt === startedAt);
    runs.limit(this.#share);
  }

  /** A probe has been answered. */
  probe(name: string, { run, purpose, kind, at, ok, answer }: ProbeRecord): void {
    if (ok) return;
    const { failedProbes } = this.#pastOf(name);
    failedProbes.add({ run, purpose, kind, at, answer });
    failedProbes.limit(this.#share);
  }

  /** Something happened to the whole session, or a process is no more. */
  record({ at, event }: RecordedEvent): void {
    if (event.type === 'ConfigReloaded') {
      const { unchanged: _, ...plan } = event.plan;
      this.#reloaded({ at, accepted: true, plan });
    } else if (event.type === 'ConfigRejected') {
      this.#reloaded({ at, accepted: false, diagnostics: event.diagnostics });
    } else if (event.type === 'ProcessRemoved') {
      this.#remove(event.name);
    }
  }

  /**
   * @param names of whose past is asked for; of one that has none, there are empty lists.
   * @param since a wall time: without what was over by then, but for the last run of each. Null: everything.
   */
  read(names: readonly string[], since: number | null): Timeline {
    const from = since ?? Number.NEGATIVE_INFINITY;
    return {
      beganAt: this.#beganAt,
      now: this.#clock.wallTime(),
      processes: names.map((name) => timelineOf(name, this.#pasts.get(name) ?? newPast(), from)),
      reloads: this.#reloads.items.filter(({ at }) => at >= from),
      lostReloads: this.#reloads.lost,
    };
  }

  /** How much is kept of each process. */
  get #share(): number {
    return Math.min(KEPT_OF_EACH, Math.max(LEAST_OF_EACH, Math.floor(KEPT_OF_ALL / this.#pasts.size)));
  }

  #pastOf(name: string): Past {
    this.#removed.delete(name);
    const known = this.#pasts.get(name);
    if (known !== undefined) return known;
    const past = newPast();
    const shareBefore = this.#share;
    this.#pasts.set(name, past);
    if (this.#share < shareBefore) this.#keepToShare();
    return past;
  }

  #keepToShare(): void {
    for (const { runs, failedProbes } of this.#pasts.values()) {
      runs.limit(this.#share);
      failedProbes.limit(this.#share);
    }
  }

  #remove(name: string): void {
    if (!this.#pasts.has(name)) return;
    this.#removed.delete(name);
    this.#removed.add(name);
    const [first] = this.#removed;
    if (first === undefined || this.#removed.size <= KEPT_REMOVED) return;
    this.#removed.delete(first);
    this.#pasts.delete(first);
  }

  #reloaded(reload: TimelineReload): void {
    this.#reloads.add(reload);
    this.#inReloads += sizeOf(reload);
    while (
      this.#reloads.items.length > KEPT_OF_EACH ||
      (this.#inReloads > KEPT_IN_RELOADS && this.#reloads.items.length > 1)
    ) {
      for (const dropped of this.#reloads.drop(1)) this.#inReloads -= sizeOf(dropped);
    }
  }
}

function newPast(): Past {
  return { runs: new Recent(), failedProbes: new Recent() };
}

function timelineOf(name: string, { runs, failedProbes }: Past, from: number): ProcessTimeline {
  // Of the last run more may become known after its end: that somebody of its group has survived.
  const last = runs.items.at(-1);
  return {
    name,
    runs: runs.items.filter((run) => run === last || (run.endedAt ?? Number.POSITIVE_INFINITY) >= from),
    failedProbes: failedProbes.items.filter(({ at }) => at >= from),
    lostRuns: runs.lost,
    lostProbes: failedProbes.lost,
  };
}

function sizeOf(reload: TimelineReload): number {
  if (!reload.accepted) return reload.diagnostics.length;
  const { added, removed, restarted, updated } = reload.plan;
  return added.length + removed.length + restarted.length + updated.length;
}
