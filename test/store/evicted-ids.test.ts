import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { EvictedIds } from '../../src/store/evicted-ids.ts';

/** Gaps and runs, with numbers of every size that matters. */
const length = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 3 }) }, fc.integer({ min: 1, max: 40_000 }));
const intervals = fc.array(fc.tuple(fc.nat({ max: 3 }), length), { minLength: 1, maxLength: 60 });

function built(lengths: readonly (readonly [number, number])[]) {
  const evicted = new EvictedIds();
  const added: { from: number; to: number }[] = [];
  let position = 1;
  for (const [gap, run] of lengths) {
    const from = position + gap;
    position = from + run;
    evicted.add(from, position);
    added.push({ from, to: position });
  }
  const countAfter = (cursor: number): number =>
    added.reduce((lines, { from, to }) => lines + Math.max(0, to - Math.max(from, cursor + 1)), 0);
  return { evicted, end: position, countAfter };
}

describe('EvictedIds', () => {
  it('counts exactly between any two cursors', () => {
    fc.assert(
      fc.property(intervals, fc.nat(), fc.nat(), (lengths, a, b) => {
        const { evicted, end, countAfter } = built(lengths);
        const [after, upTo] = [a % (end + 2), b % (end + 2)].sort((x, y) => x - y) as [number, number];
        expect(evicted.countBetween(after, upTo)).toBe(countAfter(after) - countAfter(upTo));
      }),
    );
  });

  it('stays exact over many segments of processes that print in turn, at less than three bytes a line', () => {
    const { evicted, end, countAfter } = built(Array.from({ length: 100_000 }, () => [1, 1] as const));
    for (const cursor of [0, 1, 2, 12_345, 99_999, 150_000, end]) {
      expect(evicted.countBetween(cursor, end)).toBe(countAfter(cursor));
    }
    expect(evicted.memoryBytes).toBeLessThan(280_000);
  });

  it('forgets the oldest details first when it is limited, and no count becomes too small', () => {
    const { evicted, end, countAfter } = built(Array.from({ length: 50_000 }, () => [2, 1] as const));
    evicted.limit(25_000);
    expect(evicted.memoryBytes).toBeLessThanOrEqual(25_000);
    expect(evicted.countBetween(0, end)).toBe(50_000);
    expect(evicted.countBetween(end - 3000, end)).toBe(countAfter(end - 3000));
    expect(evicted.countBetween(10_000, end)).toBeGreaterThanOrEqual(countAfter(10_000));
    evicted.limit(0);
    expect(evicted.countBetween(0, end)).toBe(50_000);
    evicted.add(end + 5, end + 6);
    evicted.add(end + 7, end + 8);
    expect(evicted.countBetween(0, end + 10)).toBe(50_002);
  });

  it('is left as it was by what is done to a value that was taken from it', () => {
    const { evicted, end } = built(Array.from({ length: 500 }, () => [1, 1] as const));
    const frozen = evicted.share();
    const next = evicted.unshared();
    for (let id = end + 1; id < end + 5000; id += 2) next.add(id, id + 1);
    next.limit(0);
    expect(frozen.countBetween(0, end + 5000)).toBe(500);
    expect(frozen.countBetween(end - 10, end + 5000)).toBe(5);
  });
});
