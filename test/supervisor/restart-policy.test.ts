import { describe, expect, it } from '@jest/globals';
import { decideRestart, NO_STREAK, type RunResult, type Streak } from '../../src/supervisor/restart-policy.ts';
import { ALWAYS, NEVER, ON_FAILURE } from './specs.ts';

const SUCCESS: RunResult = { success: true, ranForMs: 50, passing: false };
const FAILURE: RunResult = { success: false, ranForMs: 50, passing: false };
const STABLE: RunResult = { ...FAILURE, ranForMs: 10_000 };

const decide = (policy: Parameters<typeof decideRestart>[0], result: RunResult, streak: Streak = NO_STREAK) =>
  decideRestart(policy, result, streak, 0.5);

describe('a restart policy', () => {
  it.each([
    ['never', NEVER, SUCCESS, 'end'],
    ['never', NEVER, FAILURE, 'end'],
    ['on-failure', ON_FAILURE, SUCCESS, 'end'],
    ['on-failure', ON_FAILURE, FAILURE, 'restart'],
    ['always', ALWAYS, SUCCESS, 'restart'],
    ['always', ALWAYS, FAILURE, 'restart'],
  ] as const)('"%s" looks at success as it says (case %#)', (_, policy, result, decision) => {
    expect(decide(policy, result).decision).toBe(decision);
  });

  it('waits longer after each failure in a row', () => {
    let streak = NO_STREAK;
    const delays = [1, 2, 3].map(() => {
      const decision = decide(ON_FAILURE, FAILURE, streak);
      if (decision.decision !== 'restart') throw new Error('Internal error: no restart');
      streak = decision.streak;
      return decision.delayMs;
    });
    expect(delays).toEqual([100, 200, 400]);
  });

  it('restarts at once after a stable run, and begins to count anew', () => {
    const decision = decide(ON_FAILURE, STABLE, { restarts: 7, waits: 7 });
    expect(decision).toEqual({ decision: 'restart', delayMs: 0, streak: { restarts: 1, waits: 0 } });
  });

  it('gives up when the restarts since the last stable run are used up', () => {
    const policy = { ...ON_FAILURE, maxRestarts: 3 };
    expect(decide(policy, FAILURE, { restarts: 2, waits: 2 }).decision).toBe('restart');
    expect(decide(policy, FAILURE, { restarts: 3, waits: 3 })).toEqual({ decision: 'give-up', restarts: 3 });
    expect(decide(policy, STABLE, { restarts: 3, waits: 3 }).decision).toBe('restart');
  });

  it('gives up at once when no restart is allowed', () => {
    expect(decide({ ...ON_FAILURE, maxRestarts: 0 }, STABLE).decision).toBe('give-up');
  });

  it('tries again when the system lacked resources, whatever it says, and does not count it', () => {
    const result = { success: false, ranForMs: 0, passing: true };
    expect(decide({ ...NEVER, maxRestarts: 0 }, result, { restarts: 0, waits: 2 })).toEqual({
      decision: 'restart',
      delayMs: 400,
      streak: { restarts: 0, waits: 3 },
    });
  });
});
