import { describe, expect, it } from '@jest/globals';
import { procStatFields } from '../../src/util/proc-stat.ts';

describe('a line of /proc/PID/stat', () => {
  it('has its fields by their numbers in the manual, whatever the name is', () => {
    const numbers = Array.from({ length: 49 }, (_, index) => index + 4).join(' ');
    for (const name of ['sh', 'a (b) c', ') R 1 (', '']) {
      const field = procStatFields(`17 (${name}) S ${numbers}\n`);
      expect([3, 4, 5, 22, 24].map(field)).toEqual(['S', '4', '5', '22', '24']);
    }
  });

  it('has no field that it ends before', () => {
    expect(procStatFields('17 (sh) S 1')(22)).toBe('');
  });
});
