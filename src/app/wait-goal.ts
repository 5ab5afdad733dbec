import type { WaitGoal } from '../model/control.ts';
import { LIVE_STATUSES, type ProcessInfo } from '../model/process-status.ts';

/** Where a process stands on its way to a goal. `impossible`: only another command could still bring it there. */
export type Progress = 'reached' | 'open' | 'impossible';

/** Judges one process against what `pom wait --for`, `pom up --wait` or a start waits for. */
export function progressTowards(goal: WaitGoal, info: ProcessInfo): Progress {
  switch (goal) {
    case 'ready':
      if (info.status === 'completed') return 'reached';
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
      if (LIVE_STATUSES.has(info.status) || info.status === 'backoff' || info.status === 'pending') return 'open';
      return 'reached';
    default:
      return goal satisfies never;
  }
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
