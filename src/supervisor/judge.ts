import { isSuccess } from '../model/exit.ts';
import { isPassing, type SpawnFailure } from '../model/failure.ts';
import type { StatusCause } from '../model/process-status.ts';
import { afterScheduledRun } from './on-schedule.ts';
import type { EndedRun, Facts, ProcessState, Step } from './process-state.ts';
import { decideRestart, type RunResult } from './restart-policy.ts';
import { beginRun, to } from './step.ts';

/** What follows a run that ended by itself and left nothing behind. */
export function judge(state: ProcessState, ended: EndedRun, facts: Facts): Step {
  const success = isSuccess(ended.exit, facts.spec.successExitCodes);
  const cause: StatusCause = { reason: 'exited', exit: ended.exit };
  return follow(state, { success, ranForMs: ended.ranForMs, passing: false }, cause, facts);
}

/** What follows a run that was stopped because it had failed. */
export function judgeFailedRun(state: ProcessState, ended: EndedRun, cause: StatusCause, facts: Facts): Step {
  return follow(state, { success: false, ranForMs: ended.ranForMs, passing: false }, cause, facts);
}

/** What follows a run that got no child: it counts as failed. */
export function judgeSpawnFailure(state: ProcessState, failure: SpawnFailure, facts: Facts): Step {
  const passing = isPassing(failure);
  return follow(state, { success: false, ranForMs: 0, passing }, { reason: 'spawn-failed', failure }, facts);
}

function follow(state: ProcessState, result: RunResult, cause: StatusCause, facts: Facts): Step {
  const decision = decideRestart(facts.spec.restart, result, state.streak, facts.random);
  switch (decision.decision) {
    case 'restart': {
      const next = { ...state, streak: decision.streak };
      if (decision.delayMs <= 0) return beginRun({ ...next, restarts: next.restarts + 1 }, facts);
      const { delayMs } = decision;
      return to(next, { kind: 'backoff', retryAt: facts.wallTime + delayMs, cause }, [{ type: 'wait', delayMs }]);
    }
    case 'end':
      if (facts.spec.schedule !== null) return afterScheduledRun(state, result.success, cause, facts);
      return to(state, { kind: result.success ? 'completed' : 'crashed', cause }, [{ type: 'ended-for-good' }]);
    case 'give-up': {
      const exit = cause.reason === 'exited' ? cause.exit : null;
      const gaveUp: StatusCause = { reason: 'too-many-restarts', exit, restarts: decision.restarts };
      if (facts.spec.schedule !== null) return afterScheduledRun(state, false, gaveUp, facts);
      return to(state, { kind: 'crashed', cause: gaveUp }, [{ type: 'ended-for-good' }]);
    }
    default:
      return decision satisfies never;
  }
}
