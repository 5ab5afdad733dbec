import type { Backoff, RestartPolicy } from '../model/process-spec.ts';
import { backoffDelayMs } from './backoff.ts';

/** What has been tried since the last run that was stable. A stable run, and a wish to start, begin a new one. */
export interface Streak {
  /** Restarts by policy: what `max_restarts` counts. */
  readonly restarts: number;
  /** Waits in a row: the exponent of the backoff. */
  readonly waits: number;
}

export const NO_STREAK: Streak = { restarts: 0, waits: 0 };

/** How a run ended, as far as the policy cares. */
export interface RunResult {
  readonly success: boolean;
  /** How long the leader lived; 0 when it was never spawned. */
  readonly ranForMs: number;
  /** True when a spawn lacked something that comes back: that says nothing about the process, so it is always tried again. */
  readonly passing: boolean;
}

/** Between two tries to get what is short: not for a process to choose, whose policy may wait for nothing, or for hours. */
const SCARCITY_BACKOFF: Backoff = { initialMs: 100, maxMs: 5_000, factor: 2, jitter: 0.1 };

export type RestartDecision =
  | { readonly decision: 'restart'; readonly delayMs: number; readonly streak: Streak }
  /** The policy asks for another run, but `max_restarts` are used up. */
  | { readonly decision: 'give-up'; readonly restarts: number }
  /** The policy asks for no other run. */
  | { readonly decision: 'end' };

/** Whether a process that ended by itself is started again, and after how long. */
export function decideRestart(
  policy: RestartPolicy,
  result: RunResult,
  before: Streak,
  random: number,
): RestartDecision {
  if (result.passing) {
    const waits = before.waits + 1;
    return {
      decision: 'restart',
      delayMs: backoffDelayMs(SCARCITY_BACKOFF, waits, random),
      streak: { ...before, waits },
    };
  }
  if (policy.policy === 'never' || (policy.policy === 'on-failure' && result.success)) return { decision: 'end' };

  const stable = result.ranForMs >= policy.resetAfterMs;
  const { restarts, waits } = stable ? NO_STREAK : before;
  if (policy.maxRestarts !== null && restarts >= policy.maxRestarts) return { decision: 'give-up', restarts };
  if (stable) return { decision: 'restart', delayMs: 0, streak: { restarts: 1, waits: 0 } };
  return {
    decision: 'restart',
    delayMs: backoffDelayMs(policy.backoff, waits + 1, random),
    streak: { restarts: restarts + 1, waits: waits + 1 },
  };
}
