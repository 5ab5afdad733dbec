import { describe, expect, it } from '@jest/globals';
import { bytesText, durationText } from '../../src/util/units.ts';

describe('durationText', () => {
  it.each([
    [0, '0ms'],
    [999.4, '999ms'],
    [1_000, '1s'],
    [59_999, '59s'],
    [60_000, '1m00s'],
    [184_000, '3m04s'],
    [7_500_000, '2h05m'],
    [4 * 86_400_000 + 3 * 3_600_000, '4d03h'],
  ])('says %d ms as %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

describe('bytesText', () => {
  it.each([
    [0, '0B'],
    [1023, '1023B'],
    [1536, '1.5KiB'],
    [64 * 1024 * 1024, '64.0MiB'],
    [3 * 1024 ** 4, '3.0TiB'],
  ])('says %d bytes as %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });
});
