import type { Dependency, ProcessSpec } from '../model/process-spec.ts';
import type { DependencyLink, StatusCause } from '../model/process-status.ts';
import type { Gate, ProcessState, Verdict } from './process-state.ts';
import { causeOf as causeOfPhase, statusOf } from './process-state.ts';

/** A process that is depended on, as far as that matters to its dependents. */
export interface DependencyView {
  readonly spec: ProcessSpec;
  readonly state: ProcessState;
  /** It has been asked to run and has not got there yet: what it is now says little. */
  readonly coming: boolean;
}

/** One dependency: whether its condition holds, may yet hold, or never will as things stand. */
export type Standing = 'satisfied' | 'waiting' | 'impossible';

/** Links of a chain that are kept: a chain of thousands would be told once for each of its processes. */
const MOST_LINKS = 20;

/**
 * How `dependencies` stand, of those that count in `gate`. One that is not required counts as satisfied when it can
 * never be, or has not been in time.
 *
 * @param waitedMs how long they have been waited for.
 * @param view null for a process that no longer exists.
 */
export function verdictOn(
  dependencies: readonly Dependency[],
  gate: Gate,
  waitedMs: number,
  view: (name: string) => DependencyView | null,
): Verdict {
  const waitingFor: string[] = [];
  let timeLeftMs = Number.POSITIVE_INFINITY;
  for (const dependency of dependencies) {
    if (gate !== 'all' && !gate.has(dependency.process)) continue;
    const seen = view(dependency.process);
    const standing = standingOf(dependency, seen);
    const leftMs = (dependency.timeoutMs ?? Number.POSITIVE_INFINITY) - waitedMs;
    const late = standing === 'waiting' && leftMs <= 0;
    if (standing === 'satisfied' || (!dependency.required && (late || standing === 'impossible'))) continue;
    if (standing === 'impossible' || late) {
      return { kind: 'impossible', cause: causeOf(dependency, seen, late), timedOut: late };
    }
    waitingFor.push(inWords(dependency));
    timeLeftMs = Math.min(timeLeftMs, leftMs);
  }
  return waitingFor.length === 0 ? { kind: 'satisfied' } : { kind: 'waiting', waitingFor, timeLeftMs };
}

/**
 * `started` holds from the spawn that followed the last wish to start, through restarts by policy, and after a good end;
 * a crash for good takes it back. `ready` holds while it runs and is ready, and after a good end of a run that was.
 * `completed` holds after any end for good, `completed_successfully` after a good one. Of a process on a schedule they hold
 * from the first run that ended so, through all later ones.
 * A process at rest that nobody has asked for will not change by itself: what waits for it waits for nothing.
 */
export function standingOf({ condition }: Dependency, view: DependencyView | null): Standing {
  if (view === null) return 'impossible';
  if (view.coming) return 'waiting';
  const { state, spec } = view;
  const { kind } = state.phase;
  switch (kind) {
    case 'disabled':
    case 'stopped':
    case 'skipped':
    case 'survived':
      return 'impossible';
    case 'crashed':
      return condition === 'completed' ? 'satisfied' : 'impossible';
    case 'completed':
      return condition !== 'ready' || isReady(spec, state) ? 'satisfied' : 'impossible';
    case 'stopping':
      if (state.phase.sequel.kind === 'rest') return 'impossible';
      break;
    default:
      break;
  }
  if (spec.schedule !== null && (condition === 'completed' || condition === 'completed_successfully')) {
    const wanted =
      condition === 'completed' ? state.scheduledOutcome !== 'none' : state.scheduledOutcome === 'succeeded';
    return wanted ? 'satisfied' : 'waiting';
  }
  if (condition === 'started') return state.spawned ? 'satisfied' : 'waiting';
  if (condition === 'ready') {
    const up = kind === 'running' || (kind === 'scheduled' && state.spawned);
    return up && isReady(spec, state) ? 'satisfied' : 'waiting';
  }
  return neverEnds(spec) ? 'impossible' : 'waiting';
}

/** What has no readiness check, after a reload took it away, is ready when it runs. */
function isReady(spec: ProcessSpec, state: ProcessState): boolean {
  return spec.ready === null || state.ready;
}

/** True when the restart policy starts it again however it ends, so that nobody can wait for its end. */
function neverEnds({ restart }: ProcessSpec): boolean {
  return restart.policy === 'always' && restart.maxRestarts === null;
}

export function inWords({ process, condition }: Dependency): string {
  const goal = {
    started: 'started',
    ready: 'ready',
    completed: 'completed',
    completed_successfully: 'completed successfully',
  };
  return `${process} to be ${goal[condition]}`;
}

function causeOf(dependency: Dependency, view: DependencyView | null, late: boolean): StatusCause {
  const { process, condition } = dependency;
  const status = view === null ? 'stopped' : statusOf(view.state.phase);
  const ended = status === 'completed' || status === 'crashed';
  const cause = view === null ? null : causeOfPhase(view.state.phase);
  const further = cause?.reason === 'dependency' && !late ? cause.chain : [];
  const link: DependencyLink = {
    process,
    status,
    condition,
    cause: cause === null || cause.reason === 'dependency' ? null : cause,
    waitedMs: late ? dependency.timeoutMs : null,
  };
  const root = further.length < MOST_LINKS ? [] : further.slice(-1);
  const chain = [link, ...further.slice(0, MOST_LINKS - 1 - root.length), ...root];
  return { reason: 'dependency', process, status, exit: ended ? (view?.state.exit ?? null) : null, chain };
}
