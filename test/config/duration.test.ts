import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { formatDuration, parseDuration } from '../../src/config/duration.ts';

describe('a duration', () => {
  it.each([
    ['250ms', 250],
    ['5s', 5000],
    ['1m30s', 90_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
    ['1h1m1s1ms', 3_661_001],
    ['5', 5000],
    ['0', 0],
    ['1.5s', 1500],
    ['0.25', 250],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', ' ', 's', '5 s', '-5s', '1s1m', '5x', '1e3', '0x10', '1m30', 'soon', '11000d', '9'.repeat(400), '1.s'])(
    'is not %j',
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 315_360_000_000 }), (ms) => {
        expect(parseDuration(formatDuration(ms))).toBe(ms);
      }),
    );
  });
});
