import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Recent } from '../../src/util/recent.ts';

describe('recent items', () => {
  it('are the last ones, and those before them are counted, in whatever portions they are dropped', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('add' as const) }),
      fc.record({ kind: fc.constantFrom('limit' as const, 'drop' as const), count: fc.nat(10) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const recent = new Recent<number>();
        let added = 0;
        for (const each of steps) {
          if (each.kind === 'add') recent.add(added++);
          else recent[each.kind](each.count);
          if (each.kind === 'limit') expect(recent.items.length).toBeLessThanOrEqual(each.count);
          expect(recent.items).toEqual(Array.from({ length: added - recent.lost }, (_, index) => recent.lost + index));
        }
      }),
    );
  });

  it('are put in the place of the last one that is meant, or added', () => {
    const recent = new Recent<string>();
    for (const item of ['a1', 'b1', 'a2', 'c1', 'b2']) recent.put(item, (other) => other[0] === item[0]);
    expect(recent.items).toEqual(['a2', 'b2', 'c1']);
  });
});
