import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { LostLines } from '../../../src/store/disk/lost-lines.ts';

const NEXT_ID = 200;

describe('LostLines', () => {
  it('counts each lost line once, however the ids are cut into pages, and never too few after a cursor', () => {
    const isLost = fc.array(fc.constantFrom('here', 'lost', 'of others'), { minLength: 0, maxLength: NEXT_ID - 1 });
    fc.assert(
      fc.property(isLost, fc.array(fc.nat(NEXT_ID), { maxLength: 6 }), (fates, cuts) => {
        const lost = lostOf(fates);
        const all = fates.filter((fate) => fate === 'lost').length;
        const edges = [0, ...cuts.toSorted((a, b) => a - b), NEXT_ID];
        const pages = edges.slice(1).map((edge, index) => lost.countBetween(edges[index] ?? 0, edge));
        expect(pages.reduce((sum, lines) => sum + lines, 0)).toBe(all);
        for (const edge of edges) {
          const after = fates.slice(edge).filter((fate) => fate === 'lost').length;
          expect(lost.countBetween(edge, NEXT_ID)).toBeGreaterThanOrEqual(after);
        }
      }),
    );
  });
});

/** @param fates those of the lines 1, 2, … */
function lostOf(fates: readonly string[]): LostLines {
  const lost = new LostLines();
  let after = 0;
  let lines = 0;
  for (const [index, fate] of [...fates, 'here'].entries()) {
    if (fate === 'lost') lines += 1;
    if (fate !== 'here') continue;
    lost.add(after, index + 1, lines);
    after = index + 1;
    lines = 0;
  }
  return lost;
}
