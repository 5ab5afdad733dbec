import type { ProcessSpec } from '../model/process-spec.ts';
import type { ProcessInfo } from '../model/process-status.ts';
import { causeOf, type LiveRun, type ProcessState, statusOf } from './process-state.ts';

/** What people see of a process. @param now monotonic ms. */
export function processInfo(spec: ProcessSpec, state: ProcessState, now: number): ProcessInfo {
  const { phase } = state;
  const leader = livingLeader(state);
  return {
    name: spec.name,
    status: statusOf(phase),
    wanted: state.wanted,
    pid: leader?.pid ?? null,
    ready: spec.ready === null ? null : phase.kind === 'running' && state.ready,
    run: state.run,
    restarts: state.restarts,
    startedAt: state.startedAt,
    uptimeMs: leader === null ? null : Math.max(0, now - leader.since),
    exit: state.exit,
    waitingFor: phase.kind === 'pending' ? phase.waitingFor : [],
    retryAt: phase.kind === 'backoff' ? phase.retryAt : null,
    nextRunAt: phase.kind === 'scheduled' ? phase.nextRunAt : null,
    cause: causeOf(phase),
    cpu: null,
    memory: null,
    replicaOf: spec.replica?.set ?? null,
  };
}

/** Whether somebody who looks at both would see a difference other than time passing. */
export function looksTheSame(a: ProcessInfo, b: ProcessInfo): boolean {
  return JSON.stringify({ ...a, uptimeMs: null }) === JSON.stringify({ ...b, uptimeMs: null });
}

function livingLeader({ phase }: ProcessState): LiveRun | null {
  switch (phase.kind) {
    case 'running':
      return phase.child;
    case 'stopping':
    case 'survived':
      return phase.ended === null ? phase.child : null;
    default:
      return null;
  }
}
