import { describe, expect, it } from '@jest/globals';
import { textMatcher } from '../../src/util/text-matcher.ts';

describe('a text matcher', () => {
  it('finds all places of a literal text, which may look like an expression', () => {
    const matcher = textMatcher({ pattern: 'a.b', kind: 'text', ignoreCase: false });
    expect(matcher?.ranges('a.b axb a.b')).toEqual([
      [0, 3],
      [8, 11],
    ]);
  });

  it('finds an expression without regard to case', () => {
    const matcher = textMatcher({ pattern: 'ERR|warn', kind: 'regex', ignoreCase: true });
    expect(matcher?.ranges('error: WARNING')).toEqual([
      [0, 3],
      [7, 11],
    ]);
    expect(matcher?.test('fine')).toBe(false);
  });

  it('leaves out matches of nothing', () => {
    expect(textMatcher({ pattern: 'x*', kind: 'regex', ignoreCase: false })?.ranges('axxb')).toEqual([[1, 3]]);
  });

  it('is none where there is nothing to find, or half an expression', () => {
    expect(textMatcher({ pattern: '', kind: 'text', ignoreCase: false })).toBeNull();
    expect(textMatcher({ pattern: '(a', kind: 'regex', ignoreCase: false })).toBeNull();
  });
});
