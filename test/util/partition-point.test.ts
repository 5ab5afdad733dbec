import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { partitionPoint } from '../../src/util/partition-point.ts';

describe('the partition point', () => {
  test('is 0 when nothing is before, also in an empty sequence', () => {
    expect(partitionPoint(0, () => true)).toBe(0);
    expect(partitionPoint(7, () => false)).toBe(0);
  });

  test('is the length when everything is before', () => {
    expect(partitionPoint(7, () => true)).toBe(7);
  });

  test('is the first of those that are equal', () => {
    const ids = [1, 3, 3, 3, 8];
    expect(partitionPoint(ids.length, (index) => (ids[index] ?? 0) < 3)).toBe(1);
  });

  test('is where a search from the beginning ends', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), fc.nat(50), (numbers, wanted) => {
        const sorted = numbers.toSorted((a, b) => a - b);
        const first = sorted.findIndex((number) => number >= wanted);
        expect(partitionPoint(sorted.length, (index) => (sorted[index] ?? 0) < wanted)).toBe(
          first === -1 ? sorted.length : first,
        );
      }),
    );
  });

  test('looks at no more than one element for each time the sequence can be halved', () => {
    let looks = 0;
    partitionPoint(1_000_000, (index) => {
      looks += 1;
      return index < 765_432;
    });
    expect(looks).toBeLessThanOrEqual(20);
  });
});
