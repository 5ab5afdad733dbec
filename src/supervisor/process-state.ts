import type { Exit } from '../model/exit.ts';
import type { SpawnFailure } from '../model/failure.ts';
import type { ProcessSpec } from '../model/process-spec.ts';
import type { ProcessStatus, StatusCause } from '../model/process-status.ts';
import { NO_STREAK, type Streak } from './restart-policy.ts';
import type { Moment } from './schedule-timing.ts';

/** Everything that the transition table decides about one process, and decides from. */
export interface ProcessState {
  readonly wanted: 'up' | 'down';
  /** Number of the current or last run, from 1; 0 before the first. */
  readonly run: number;
  /** When that run began: wall time, ms since the epoch. */
  readonly startedAt: number | null;
  /** Restarts by policy or by wish since the session began. */
  readonly restarts: number;
  /** Runs that got as far as a living child. */
  readonly spawns: number;
  /** Whether a child was spawned since somebody last asked for a start, stop or restart: the condition `started`. */
  readonly spawned: boolean;
  /** Whether the current or last run has been found ready. */
  readonly ready: boolean;
  readonly streak: Streak;
  /** Of the last run that ended. */
  readonly exit: Exit | null;
  /** When its schedule was last due, or began; null: it is not on one. */
  readonly lastDue: Moment | null;
  /** How what was due on its schedule has gone since somebody last asked for something: well, if only once. */
  readonly scheduledOutcome: 'none' | 'failed' | 'succeeded';
  readonly phase: Phase;
}

/** Where a process is. Each member holds what exists then and nothing else. */
export type Phase =
  | { readonly kind: 'disabled' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'completed'; readonly cause: StatusCause }
  | { readonly kind: 'crashed'; readonly cause: StatusCause }
  | { readonly kind: 'pending'; readonly gate: Gate; readonly waitingFor: readonly string[] }
  | { readonly kind: 'skipped'; readonly gate: Gate; readonly cause: StatusCause }
  | { readonly kind: 'backoff'; readonly retryAt: number; readonly cause: StatusCause }
  /** Between two runs. `cause` is how the last one went, or why there was none. */
  | { readonly kind: 'scheduled'; readonly nextRunAt: number; readonly cause: StatusCause | null }
  /** The spawn is under way. `sequel` is what was asked for meanwhile; null: to let it run. */
  | { readonly kind: 'starting'; readonly sequel: WishedSequel | null }
  | { readonly kind: 'running'; readonly child: LiveRun }
  /** The group is being ended; the leader may be dead already. */
  | { readonly kind: 'stopping'; readonly child: LiveRun; readonly ended: EndedRun | null; readonly sequel: Sequel }
  /** The group could not be ended: its members outlive SIGKILL or may not be signalled. Shown as `crashed`. */
  | {
      readonly kind: 'survived';
      readonly child: LiveRun;
      readonly ended: EndedRun | null;
      readonly sequel: Sequel;
      readonly pids: readonly number[];
    };

/** A run with a child. */
export interface LiveRun {
  readonly pid: number;
  /** Monotonic ms. */
  readonly since: number;
}

/** A run whose leader is dead. */
export interface EndedRun {
  readonly exit: Exit;
  readonly ranForMs: number;
}

/** What happens when the group is empty: the restart policy decides about the run, or what was wished happens. */
export type Sequel =
  | { readonly kind: 'judge' }
  /** The run was stopped because it had failed: whatever its exit, it counts as that. */
  | { readonly kind: 'fail'; readonly cause: StatusCause }
  | WishedSequel;

export type WishedSequel =
  | { readonly kind: 'rest'; readonly now: boolean }
  | { readonly kind: 'rerun'; readonly gate: Gate; readonly restart: boolean };

/** Which of its dependencies a process waits for: all of them, or those among these names. */
export type Gate = 'all' | ReadonlySet<string>;

/** How a process stands with its dependencies. */
export type Verdict =
  | { readonly kind: 'satisfied' }
  /** In words: `db to be completed`. */
  /** `timeLeftMs`: when one of them will have been waited for long enough. */
  | { readonly kind: 'waiting'; readonly waitingFor: readonly string[]; readonly timeLeftMs?: number }
  /** `timedOut`: it might yet be, but not in time. */
  | { readonly kind: 'impossible'; readonly cause: StatusCause; readonly timedOut?: boolean };

export type ProcessEvent =
  /** `onSchedule`: if it has a schedule, then according to that and not now. */
  | { readonly type: 'start'; readonly gate: Gate; readonly onSchedule: boolean }
  | { readonly type: 'stop' }
  /** `onSchedule`: between two runs it stays there. */
  | { readonly type: 'restart'; readonly gate: Gate; readonly onSchedule: boolean }
  /** Stop without grace. */
  | { readonly type: 'kill' }
  /** The spec was replaced. */
  | { readonly type: 'spec-changed'; readonly scheduleChanged: boolean }
  | { readonly type: 'dependencies'; readonly verdict: Verdict }
  | { readonly type: 'spawned'; readonly pid: number }
  | { readonly type: 'spawn-failed'; readonly failure: SpawnFailure }
  /** The readiness check of run `run` holds. */
  | { readonly type: 'became-ready'; readonly run: number }
  /** Run `run` was not ready in time, or is no longer alive. */
  | { readonly type: 'probe-failed'; readonly run: number; readonly cause: StatusCause }
  /** The leader is dead; `groupEmpty` when nothing else of its group is left and nothing is ending it. */
  | { readonly type: 'exited'; readonly exit: Exit; readonly groupEmpty: boolean }
  | { readonly type: 'group-empty' }
  | { readonly type: 'group-survived'; readonly pids: readonly number[] }
  /** The backoff is over, or it is time to look at the schedule. */
  | { readonly type: 'retry' };

export type Effect =
  /** Find out how the dependencies stand; comes back as `dependencies`. */
  | { readonly type: 'check-dependencies' }
  /** Spawn run `state.run`; comes back as `spawned` or `spawn-failed`, later as `exited`. */
  | { readonly type: 'spawn' }
  /** Find out whether the run is ready, then whether it is alive; comes back as `became-ready` and `probe-failed`. */
  | { readonly type: 'probe' }
  /** End the group, with SIGKILL at once if `now`; comes back as `group-empty` or `group-survived`. */
  | { readonly type: 'end-group'; readonly now: boolean }
  /** Nothing of the run is left: let go of everything that belonged to it. */
  | { readonly type: 'run-over' }
  /** Comes back as `retry` unless cancelled. */
  | { readonly type: 'wait'; readonly delayMs: number }
  | { readonly type: 'cancel-wait' }
  /** The process ended by itself and will not run again. */
  | { readonly type: 'ended-for-good' };

/** What a transition may look at besides the state and the event. */
export interface Facts {
  readonly spec: ProcessSpec;
  /** Monotonic ms. */
  readonly now: number;
  /** ms since the epoch. */
  readonly wallTime: number;
  /** In [0, 1). */
  readonly random: number;
}

export interface Step {
  readonly state: ProcessState;
  readonly effects: readonly Effect[];
}

/** Before anybody asked for anything. */
export function initialState(spec: ProcessSpec): ProcessState {
  return {
    wanted: 'down',
    run: 0,
    startedAt: null,
    restarts: 0,
    spawns: 0,
    spawned: false,
    ready: false,
    streak: NO_STREAK,
    exit: null,
    lastDue: null,
    scheduledOutcome: 'none',
    phase: { kind: spec.enabled ? 'stopped' : 'disabled' },
  };
}

/** Whether OS processes of it live, or are about to, and something is being done about them. */
export function hasGroup({ phase }: ProcessState): boolean {
  return phase.kind === 'starting' || phase.kind === 'running' || phase.kind === 'stopping';
}

/** Whether it waits for its dependencies, or would if they could be satisfied. */
export function isWaiting({ phase }: ProcessState): boolean {
  return phase.kind === 'pending' || phase.kind === 'skipped';
}

export function statusOf(phase: Phase): ProcessStatus {
  return phase.kind === 'survived' ? 'crashed' : phase.kind;
}

export function causeOf(phase: Phase): StatusCause | null {
  switch (phase.kind) {
    case 'completed':
    case 'crashed':
    case 'skipped':
    case 'backoff':
    case 'scheduled':
      return phase.cause;
    case 'survived':
      return { reason: 'group-survived', pids: phase.pids };
    default:
      return null;
  }
}
