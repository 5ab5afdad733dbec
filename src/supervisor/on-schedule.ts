import type { StatusCause } from '../model/process-status.ts';
import type { ScheduleSpec } from '../model/schedule-spec.ts';
import type { Facts, ProcessState, Step } from './process-state.ts';
import { NO_STREAK } from './restart-policy.ts';
import { passedOver, timingOf } from './schedule-timing.ts';
import { to } from './step.ts';

/** Puts a process on its schedule, to begin now. */
export function putOnSchedule(state: ProcessState, schedule: ScheduleSpec, facts: Facts): Step {
  const { now, wallTime } = facts;
  return lookAtSchedule({ ...state, lastDue: { now, wallTime } }, schedule, null, facts);
}

/** The next run, if it is time for it; otherwise waits for that. */
export function lookAtSchedule(
  state: ProcessState,
  schedule: ScheduleSpec,
  cause: StatusCause | null,
  facts: Facts,
  latestMs?: number,
): Step {
  const { now, wallTime } = facts;
  const timing = timingOf(schedule.when, state.lastDue ?? { now, wallTime }, { now, wallTime }, latestMs);
  const next = { ...state, lastDue: timing.last };
  if (timing.kind === 'due') {
    return to({ ...next, streak: NO_STREAK }, { kind: 'pending', gate: 'all', waitingFor: [] }, [
      { type: 'check-dependencies' },
    ]);
  }
  return to(next, { kind: 'scheduled', nextRunAt: steady(state, timing.at), cause }, [
    { type: 'wait', delayMs: timing.delayMs },
  ]);
}

/** What was due has been done, or given up: with `overlap: queue` the next may have become due meanwhile. */
export function afterScheduledRun(state: ProcessState, success: boolean, cause: StatusCause, facts: Facts): Step {
  const { schedule } = facts.spec;
  if (schedule === null) throw new Error('Internal error: no schedule to go back to');
  const scheduledOutcome = success || state.scheduledOutcome === 'succeeded' ? 'succeeded' : 'failed';
  return backToSchedule({ ...state, scheduledOutcome }, schedule, cause, facts);
}

/** What was due cannot be done: a dependency can never be satisfied. */
export function passUp(state: ProcessState, schedule: ScheduleSpec, cause: StatusCause, facts: Facts): Step {
  return backToSchedule(state, { ...schedule, overlap: 'skip' }, cause, facts);
}

function backToSchedule(state: ProcessState, schedule: ScheduleSpec, cause: StatusCause, facts: Facts): Step {
  const { now, wallTime } = facts;
  if (schedule.overlap === 'queue') return lookAtSchedule(state, schedule, cause, facts, Number.POSITIVE_INFINITY);
  const last = state.lastDue ?? { now, wallTime };
  const lastDue = passedOver(schedule.when, last, { now, wallTime });
  return lookAtSchedule({ ...state, lastDue }, schedule, cause, facts);
}

/** An interval is counted on another clock: what it comes to on the wall wavers, and that is nothing to tell of. */
function steady({ phase }: ProcessState, at: number): number {
  return phase.kind === 'scheduled' && Math.abs(at - phase.nextRunAt) < 1_000 ? phase.nextRunAt : at;
}
