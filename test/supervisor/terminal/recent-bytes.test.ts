import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RecentBytes } from '../../../src/supervisor/terminal/recent-bytes.ts';

describe('recent bytes', () => {
  it('are the end of everything that was appended, however it was cut', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 20 }),
        fc.nat(),
        fc.integer({ min: 1, max: 12 }),
        (capacity, chunks, wish, limit) => {
          const recent = new RecentBytes(capacity);
          for (const chunk of chunks) recent.append(chunk);
          const all = Buffer.concat(chunks);
          expect(recent.end).toBe(all.length);
          expect(recent.start).toBe(Math.max(0, all.length - capacity));
          const from = recent.start + (wish % (recent.end - recent.start + 1));
          expect(recent.read(from, limit)).toEqual(all.subarray(from, from + limit));
        },
      ),
    );
  });
});
