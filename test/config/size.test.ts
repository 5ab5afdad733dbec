import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { formatSize, parseSize } from '../../src/config/size.ts';

describe('a size', () => {
  it.each([
    ['64KiB', 65_536],
    ['32MiB', 33_554_432],
    ['1GB', 1_000_000_000],
    ['1kb', 1000],
    ['10 MB', 10_000_000],
    ['512', 512],
    ['512B', 512],
    ['1.5KiB', 1536],
  ])('%s is %d bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(['', 'KiB', '-1', '5K', '5XB', '1e3', '1  KiB', '999999999999999TiB'])('is not %j', (text) => {
    expect(parseSize(text)).toBeNull();
  });

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (bytes) => {
        expect(parseSize(formatSize(bytes))).toBe(bytes);
      }),
    );
  });
});
