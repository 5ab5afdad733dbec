import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fragmentOf, PANELS, START, type View, viewOf } from '../../../src/http/page/view/view.ts';

const time = fc.integer({ min: 0, max: 4_000_000_000_000 });

const anyView: fc.Arbitrary<View> = fc.record({
  panel: fc.constantFrom(...PANELS),
  processes: fc.uniqueArray(fc.string({ minLength: 1, unit: 'grapheme' })),
  search: fc.option(
    fc.record({
      pattern: fc.string({ minLength: 1, unit: 'grapheme' }),
      kind: fc.constantFrom('text' as const, 'regex' as const),
      ignoreCase: fc.boolean(),
      isFilter: fc.boolean(),
    }),
  ),
  span: fc.option(fc.tuple(time, time).map(([a, b]) => ({ since: Math.min(a, b), until: Math.max(a, b) + 1 }))),
  stream: fc.constantFrom(null, 'stdout' as const, 'stderr' as const),
  run: fc.option(fc.integer({ min: 1, max: 10_000 })),
  line: fc.option(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })),
});

describe('the address of what somebody looks at', () => {
  it('says all of it', () => {
    fc.assert(fc.property(anyView, (view) => expect(viewOf(fragmentOf(view))).toEqual(view)));
  });

  it('is empty at the start', () => {
    expect(fragmentOf(START)).toBe('');
    expect(viewOf('')).toEqual(START);
  });

  it('is readable', () => {
    const search = { pattern: 'a b', kind: 'text', ignoreCase: false, isFilter: true } as const;
    expect(fragmentOf({ ...START, processes: ['web/api', 'db'], search, line: 17 })).toBe(
      'process=web%2Fapi&process=db&search=a+b&filter=true&line=17',
    );
  });

  it.each(['panel=nothing', 'line=-1', 'line=x', 'since=never&until=now', 'since=2026-01-02&until=2026-01-01', '%'])(
    'leaves out what makes no sense: %s',
    (fragment) => expect(viewOf(fragment)).toEqual(START),
  );
});
