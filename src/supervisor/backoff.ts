import type { Backoff } from '../model/process-spec.ts';

/**
 * How long to wait before the n-th try in a row.
 *
 * @param n 1-based.
 * @param random in [0, 1): where in the jitter the wait lands.
 * @returns milliseconds: `initialMs * factor^(n-1)`, at most `maxMs`, then spread by `jitter` of itself either way.
 */
export function backoffDelayMs(backoff: Backoff, n: number, random: number): number {
  // Without this, 0 * Infinity would make a wait of NaN after a thousand tries.
  if (backoff.initialMs === 0) return 0;
  const delay = Math.min(backoff.maxMs, backoff.initialMs * backoff.factor ** (n - 1));
  return delay * (1 + backoff.jitter * (2 * random - 1));
}
