import type { Exit } from './exit.ts';
import type { SpawnFailure } from './failure.ts';
import type { ProbeKind, ProbePurpose } from './probe-spec.ts';
import type { DependencyCondition } from './process-spec.ts';

/** The fact about a process, as people see it. What is wished for and whether it is healthy are separate values. */
export type ProcessStatus =
  | 'disabled' // none of its profiles is on
  | 'pending' // waits for a dependency
  | 'starting' // being spawned
  | 'running'
  | 'stopping' // its group is being ended, by wish, for a restart, or because the leader ended and left others behind
  | 'backoff' // waits before the next restart
  | 'scheduled' // waits for its time
  | 'stopped' // not running, by wish
  | 'completed' // ended well, for good
  | 'crashed' // ended badly, for good
  | 'skipped'; // a dependency can never be satisfied

/** Statuses in which the process has, or may have, living OS processes. */
export const LIVE_STATUSES: ReadonlySet<ProcessStatus> = new Set(['starting', 'running', 'stopping']);

/** Statuses that last until somebody asks for something. */
export const SETTLED_STATUSES: ReadonlySet<ProcessStatus> = new Set([
  'disabled',
  'stopped',
  'completed',
  'crashed',
  'skipped',
]);

/** What is known about one process at one moment. Times are wall times in ms since the epoch. */
export interface ProcessInfo {
  readonly name: string;
  readonly status: ProcessStatus;
  /** Whether somebody (or the configuration) wants it to run. */
  readonly wanted: 'up' | 'down';
  /** The leader's pid while it lives. */
  readonly pid: number | null;
  /** Null: it has no readiness check. */
  readonly ready: boolean | null;
  /** Number of the current or last run, from 1; 0 before the first. */
  readonly run: number;
  /** Restarts by policy or by wish since the session began. */
  readonly restarts: number;
  /** When the current or last run began. */
  readonly startedAt: number | null;
  /** Of the current run, monotonic; null when there is none. */
  readonly uptimeMs: number | null;
  /** Of the last run that ended. Null while none has, and never what a current run will be. */
  readonly exit: Exit | null;
  /** What a pending process waits for, in words: `db to be completed`. Empty otherwise. */
  readonly waitingFor: readonly string[];
  /** When a process in backoff is started again. */
  readonly retryAt: number | null;
  /** When a scheduled process is run next. Null while it runs, and without a schedule. */
  readonly nextRunAt: number | null;
  /** Why the process is in this status, where the status alone does not say it. */
  readonly cause: StatusCause | null;
  /** Fraction of one core, null when unknown. */
  readonly cpu: number | null;
  /** Resident bytes of the whole tree, null when unknown. */
  readonly memory: number | null;
  readonly replicaOf: string | null;
}

/** A process that has never run: what there is to know is its name and why it does not run. */
export function neverRun(name: string, status: ProcessStatus = 'stopped'): ProcessInfo {
  return {
    name,
    status,
    wanted: 'down',
    pid: null,
    ready: null,
    run: 0,
    restarts: 0,
    startedAt: null,
    uptimeMs: null,
    exit: null,
    waitingFor: [],
    retryAt: null,
    nextRunAt: null,
    cause: null,
    cpu: null,
    memory: null,
    replicaOf: null,
  };
}

/** Why a process is where it is. */
export type StatusCause = OwnCause | DependencyCause;

/** A dependency can never be satisfied as things stand, or was not in time. */
export interface DependencyCause {
  readonly reason: 'dependency';
  readonly process: string;
  readonly status: ProcessStatus;
  readonly exit: Exit | null;
  /**
   * From that process down to the root of the trouble, each because of the next. Never empty; of a very long chain the
   * beginning and the root.
   */
  readonly chain: readonly DependencyLink[];
}

export interface DependencyLink {
  readonly process: string;
  readonly status: ProcessStatus;
  readonly condition: DependencyCondition;
  /** Why it is in that status; null when the status says it, or the next link does. */
  readonly cause: OwnCause | null;
  /** How long the condition was waited for in vain; null: it can never hold. */
  readonly waitedMs: number | null;
}

/** Why a process is where it is, as far as that is its own affair. */
export type OwnCause =
  | { readonly reason: 'spawn-failed'; readonly failure: SpawnFailure }
  | { readonly reason: 'exited'; readonly exit: Exit }
  | { readonly reason: 'too-many-restarts'; readonly exit: Exit | null; readonly restarts: number }
  /** It was not ready in time, or no longer alive: the run was stopped for it. `answer` is what the last probe said. */
  | {
      readonly reason: 'probe-failed';
      readonly purpose: ProbePurpose;
      readonly kind: ProbeKind | null;
      readonly answer: string;
    }
  /** It had, with its descendants, more in memory than `limits.memory` allows: the run was stopped for it. */
  | { readonly reason: 'memory-limit'; readonly bytes: number; readonly limitBytes: number }
  /** A file that is watched for it, or for what it depends on, was changed: the run was stopped for it. */
  | { readonly reason: 'file-changed'; readonly file: string }
  /** Processes of its group outlived SIGKILL, or may not be signalled. */
  | { readonly reason: 'group-survived'; readonly pids: readonly number[] };

/** One attempt of a process, from spawn to exit. */
export interface RunRecord {
  readonly run: number;
  readonly pid: number | null;
  readonly startedAt: number;
  /** Null while it lasts. */
  readonly endedAt: number | null;
  readonly exit: Exit | null;
  readonly cause: StatusCause | null;
}
