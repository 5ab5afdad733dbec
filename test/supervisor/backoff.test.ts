import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { backoffDelayMs } from '../../src/supervisor/backoff.ts';

const DEFAULT = { initialMs: 100, maxMs: 30_000, factor: 2, jitter: 0.1 };

const backoffs = fc.record({
  initialMs: fc.double({ min: 0, max: 60_000, noNaN: true }),
  maxMs: fc.double({ min: 0, max: 600_000, noNaN: true }),
  factor: fc.double({ min: 1, max: 10, noNaN: true }),
  jitter: fc.double({ min: 0, max: 1, noNaN: true }),
});
const randoms = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('backoff', () => {
  it('doubles from the initial wait up to the longest', () => {
    const delays = [1, 2, 3, 4, 9, 10, 1000].map((n) => backoffDelayMs(DEFAULT, n, 0.5));
    expect(delays).toEqual([100, 200, 400, 800, 25_600, 30_000, 30_000]);
  });

  it('spreads by its jitter either way', () => {
    expect(backoffDelayMs(DEFAULT, 1, 0)).toBeCloseTo(90);
    expect(backoffDelayMs(DEFAULT, 1, 0.999_999)).toBeCloseTo(110, 3);
  });

  it('never shrinks from one try to the next but for its jitter, and stays within its cap', () => {
    fc.assert(
      fc.property(backoffs, fc.integer({ min: 1, max: 5_000 }), randoms, (backoff, n, random) => {
        const delay = backoffDelayMs(backoff, n, random);
        const next = backoffDelayMs(backoff, n + 1, random);
        expect(Number.isFinite(delay)).toBe(true);
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(next).toBeGreaterThanOrEqual(delay);
        expect(delay).toBeLessThanOrEqual(backoff.maxMs * (1 + backoff.jitter) + 1e-6);
      }),
    );
  });
});
