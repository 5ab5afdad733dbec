import type { Outcome, WaitGoal } from '../model/control.ts';
import type { Failure } from '../model/failure.ts';
import { causeMessage } from '../model/failure-message.ts';
import { LIVE_STATUSES, type ProcessInfo } from '../model/process-status.ts';

/** Where a process stands on its way to a goal. `impossible`: only another command could still bring it there. */
export type Progress = 'reached' | 'open' | 'impossible';

/** Judges one process against what `pom wait --for`, `pom up --wait` or a start waits for. */
export function progressTowards(goal: WaitGoal, info: ProcessInfo): Progress {
  switch (goal) {
    case 'ready':
      if (info.status === 'completed' || info.status === 'scheduled') return 'reached';
      if (info.status === 'running' && info.ready !== false) return 'reached';
      return canStillRun(info) ? 'open' : 'impossible';
    case 'running':
      if (info.status === 'running') return 'reached';
      return canStillRun(info) ? 'open' : 'impossible';
    case 'exit':
      if (info.exit !== null && !(info.status === 'running' || info.status === 'starting')) return 'reached';
      if (info.status === 'crashed') return 'reached';
      return canStillRun(info) || info.status === 'stopping' ? 'open' : 'impossible';
    case 'stopped':
      return LIVE_STATUSES.has(info.status) || canStillRun(info) ? 'open' : 'reached';
    default:
      return goal satisfies never;
  }
}

/** A process that is waited for; `info` is null when it is gone. */
export interface Awaited {
  readonly name: string;
  readonly info: ProcessInfo | null;
}

/**
 * What a wait came to, in the order of the targets.
 *
 * @param timeoutMs how long was waited when time was up; null: the wait ended because everything was reached, or
 *   because one can no longer reach the goal. The others are not waited for then, and say so.
 */
export function outcomesOfWait(
  targets: readonly Awaited[],
  goal: WaitGoal,
  timeoutMs: number | null,
): readonly Outcome[] {
  const lost = targets.find(({ info }) => info === null || progressTowards(goal, info) === 'impossible');
  const givenUp: Failure =
    timeoutMs !== null || lost === undefined
      ? { reason: 'timed-out', waitedMs: timeoutMs ?? 0 }
      : { reason: 'impossible', detail: `it is not waited for any longer, because of ${lost.name}` };
  return targets.map(({ name, info }) => {
    if (info === null) {
      return { name, ok: false, status: 'stopped', error: { reason: 'unknown-process', name, suggestion: null } };
    }
    const { status } = info;
    switch (progressTowards(goal, info)) {
      case 'reached':
        return { name, ok: true, status, error: null };
      case 'open':
        return { name, ok: false, status, error: givenUp };
      default:
        return { name, ok: false, status, error: { reason: 'impossible', detail: whyNot(info) } };
    }
  });
}

function whyNot({ status, cause }: ProcessInfo): string {
  return cause === null ? `it is ${status}` : `it is ${status}: ${causeMessage(cause)}`;
}

/** Whether the process will, without being asked again, run or go on running. */
function canStillRun(info: ProcessInfo): boolean {
  switch (info.status) {
    case 'pending':
    case 'starting':
    case 'running':
    case 'backoff':
    case 'scheduled':
      return true;
    case 'stopping':
      return info.wanted === 'up';
    default:
      return false;
  }
}
