// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the texts under test
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { type InterpolationIssue, interpolate } from '../../src/config/interpolate.ts';

const variables = new Map([
  ['SET', 'value'],
  ['EMPTY', ''],
  ['DOLLAR', '$SET'],
  ['_1', 'one'],
]);

function run(text: string) {
  const issues: InterpolationIssue[] = [];
  const value = interpolate(
    text,
    (name) => variables.get(name),
    (issue) => issues.push(issue),
  );
  return { value, issues };
}

describe('interpolation', () => {
  it.each([
    ['plain', 'plain'],
    ['$SET', 'value'],
    ['${SET}', 'value'],
    ['a${SET}b$SET.c', 'avaluebvalue.c'],
    ['$_1', 'one'],
    ['${SET:-d}', 'value'],
    ['${SET-d}', 'value'],
    ['${EMPTY:-d}', 'd'],
    ['${EMPTY-d}', ''],
    ['${UNSET:-d}', 'd'],
    ['${UNSET-d}', 'd'],
    ['${UNSET:-}', ''],
    ['${SET:+alt}', 'alt'],
    ['${SET+alt}', 'alt'],
    ['${EMPTY:+alt}', ''],
    ['${EMPTY+alt}', 'alt'],
    ['${UNSET:+alt}', ''],
    ['${UNSET+alt}', ''],
    ['${SET:?message}', 'value'],
    ['${SET?message}', 'value'],
    ['${EMPTY?message}', ''],
    ['${UNSET:-${SET}}', 'value'],
    ['${UNSET:-a${ALSO_UNSET:-b$SET}c}d', 'abvaluecd'],
    ['${UNSET:-{a}}', '{a}'],
    ['$$', '$'],
    ['$$SET', '$SET'],
    ['$$$SET', '$value'],
    ['$$${SET}', '$value'],
    ['${UNSET:-$$}', '$'],
    ['$DOLLAR', '$SET'],
    ["awk '{print $1}'", "awk '{print $1}'"],
    ['cost: 5$', 'cost: 5$'],
    ['$ $( $- }', '$ $( $- }'],
  ])('makes %j %j', (text, value) => {
    expect(run(text)).toEqual({ value, issues: [] });
  });

  it.each([
    ['a $UNSET', 'unset', 2, 8],
    ['a ${UNSET}', 'unset', 2, 10],
    ['${UNSET:-$ALSO_UNSET}', 'unset', 9, 20],
  ])('warns of the unset variable in %j and leaves it empty', (text, kind, from, to) => {
    const { value, issues } = run(text);
    expect(value).not.toBeNull();
    expect(issues).toEqual([expect.objectContaining({ kind, from, to })]);
  });

  it.each([
    ['${UNSET:?why}', 'required', 0, 13],
    ['${UNSET?why}', 'required', 0, 12],
    ['x${EMPTY:?why}', 'required', 1, 14],
    ['${', 'syntax', 0, 2],
    ['${}', 'syntax', 0, 2],
    ['a ${SET', 'syntax', 2, 7],
    ['${SET!}', 'syntax', 5, 6],
    ['${SET:}', 'syntax', 5, 6],
    ['${SET:-${}', 'syntax', 7, 9],
    [`${'${A:-'.repeat(60)}`, 'syntax', 250, 252],
  ])('refuses %j', (text, kind, from, to) => {
    const { value, issues } = run(text);
    expect(value).toBeNull();
    expect(issues).toEqual([expect.objectContaining({ kind, from, to })]);
  });

  it('says why a required variable is missing, with variables filled in', () => {
    expect(run('${UNSET:?ask $SET}').issues[0]?.message).toBe('UNSET is not set: ask value');
    expect(run('${EMPTY:?}').issues[0]?.message).toBe('EMPTY is empty: it must not be empty');
  });

  it('never throws, and says something exactly when there is no value', () => {
    const piece = fc.constantFrom('$', '{', '}', '${', ':-', '-', ':?', ':+', 'SET', 'EMPTY', 'UNSET', ' ', 'é', '1');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const { value, issues } = run(text);
        const errors = issues.filter(({ kind }) => kind !== 'unset');
        expect(errors).toHaveLength(value === null ? 1 : 0);
        for (const { from, to } of issues) expect(0 <= from && from < to && to <= text.length).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves a text as it is when its dollars are doubled', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(run(text.replaceAll('$', '$$$$'))).toEqual({ value: text, issues: [] });
      }),
    );
  });
});
