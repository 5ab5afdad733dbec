import type { Diagnostic } from './diagnostic.ts';
import type { ProbeRecord } from './probe-spec.ts';
import type { RunRecord } from './process-status.ts';
import type { ReloadSummary } from './reload-plan.ts';

/** What happened in a session, to be drawn along its log lines. Times are wall times in ms since the epoch. */
export interface Timeline {
  /** When the session began. */
  readonly beganAt: number;
  /** When this was read: as far as what has not ended goes. */
  readonly now: number;
  readonly processes: readonly ProcessTimeline[];
  /** Oldest first. */
  readonly reloads: readonly TimelineReload[];
  /** Older ones that are no longer kept. */
  readonly lostReloads: number;
}

/** The past of one process, oldest first. The counts are of what was there before and is no longer kept. */
export interface ProcessTimeline {
  readonly name: string;
  /** Numbers begin anew when a process was removed and added again. */
  readonly runs: readonly TimelineRun[];
  readonly failedProbes: readonly FailedProbe[];
  readonly lostRuns: number;
  readonly lostProbes: number;
}

export type TimelineRun = Omit<RunRecord, 'pid'>;

export type FailedProbe = Omit<ProbeRecord, 'ok'>;

/** A configuration that was applied, or had mistakes. To scale a replica set is the former. */
export type TimelineReload =
  | { readonly at: number; readonly accepted: true; readonly plan: Omit<ReloadSummary, 'unchanged'> }
  | { readonly at: number; readonly accepted: false; readonly diagnostics: readonly Diagnostic[] };
