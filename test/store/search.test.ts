import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { TextSearch } from '../../src/model/logs-request.ts';
import { EVERYTHING } from '../../src/store/query.ts';
import { compileSearch } from '../../src/store/search.ts';
import { sampleStore } from './sample.ts';

/** Lines with an id, as `grep -n` would number them, that the search finds. */
function found(lines: readonly Buffer[], search: TextSearch): number[] {
  const { handle, write } = sampleStore();
  for (const line of lines) write('api', Buffer.concat([line, Buffer.from('\n')]));
  const matcher = compileSearch(search);
  if (!matcher.ok) throw new Error(matcher.failure.detail);
  return [
    ...handle
      .snapshot('api')
      .query({ ...EVERYTHING, search: matcher.value })
      .iter(),
  ].map((line) => line.id);
}

function naive(lines: readonly Buffer[], matches: (text: string, line: Buffer) => boolean): number[] {
  return lines.flatMap((line, index) => (matches(line.toString(), line) ? [index + 1] : []));
}

const word = fc.constantFrom('a', 'b', 'ab', 'B', 'É', 'é', ' ', '.', 'ß', '\r', '日本');
const text = fc.array(word, { maxLength: 6 }).map((parts) => parts.join(''));
const line = fc.oneof(
  { weight: 5, arbitrary: text.map((value) => Buffer.from(value)) },
  fc.constantFrom([0xc3], [0x61, 0xff, 0x62], [0, 0x61], [0xe6, 0x97]).map((values) => Buffer.from(values)),
);
const lines = fc.array(line, { maxLength: 300 });

/** Expressions that the native engine reads the same way, none of them dangerous. */
const patterns = [
  'a', 'a|b', 'ab|B|日本', 'a||b', 'a.*b', '^a', 'b$', '^$', '^a|b$', '[^a]', 'a?b+', '\\ba', '\\Ba', '(?i)ab', '\\s', '\\S$', '\\Aa', 'a\\z', '(?-s:a.b)', 'é', 'É|ß', '日.', '', '\\.', '(a|b){2}', '[[:upper:]]', '\\x{e9}', '\\pL$', '�', '�b',
]; // biome-ignore format: one list
const nativeOf = (pattern: string) =>
  new RegExp(
    pattern.replace('(?i)', '').replace('\\A', '^').replace('\\z', '$').replace('(?-s:', '(?:').replace('[[:upper:]]', '[A-Z]').replace('\\x{', '\\u{').replace('\\pL', '\\p{L}'),
    pattern.startsWith('(?i)') ? 'isu' : 'su',
  ); // biome-ignore format: one expression

describe('a search for text', () => {
  it('finds the lines that contain its bytes', () => {
    fc.assert(
      fc.property(lines, text, (all, pattern) => {
        expect(found(all, { pattern, kind: 'text', ignoreCase: false })).toEqual(
          naive(all, (_text, bytes) => bytes.includes(pattern)),
        );
      }),
    );
  });

  it('finds them in any case, by Unicode case folding', () => {
    fc.assert(
      fc.property(lines, text, (all, pattern) => {
        const native = new RegExp(pattern.replaceAll('.', '\\.'), 'iu');
        expect(found(all, { pattern, kind: 'text', ignoreCase: true })).toEqual(
          naive(all, (value) => native.test(value)),
        );
      }),
    );
  });

  it('takes every character literally and never crosses a newline', () => {
    const all = ['(a+)+$', 'aaa', 'a.b', 'a\\b'].map((value) => Buffer.from(value));
    for (const ignoreCase of [false, true]) {
      expect(found(all, { pattern: '(a+)+$', kind: 'text', ignoreCase })).toEqual([1]);
      expect(found(all, { pattern: 'A.B'.toLowerCase(), kind: 'text', ignoreCase })).toEqual([3]);
      expect(found(all, { pattern: '\\', kind: 'text', ignoreCase })).toEqual([4]);
      expect(found(all, { pattern: 'aaa\na', kind: 'text', ignoreCase })).toEqual([]);
    }
  });
});

describe('a search for a regular expression', () => {
  it('finds what matching each line by itself finds', () => {
    fc.assert(
      fc.property(lines, fc.constantFrom(...patterns), (all, pattern) => {
        const native = nativeOf(pattern);
        expect(found(all, { pattern, kind: 'regex', ignoreCase: false })).toEqual(
          naive(all, (value) => native.test(value)),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('ignores case when told to', () => {
    expect(
      found([Buffer.from('ERROR 1'), Buffer.from('warn')], { pattern: 'error \\d', kind: 'regex', ignoreCase: true }),
    ).toEqual([1]);
  });

  it('answers promptly for an expression that sends a backtracking engine astray', () => {
    const line = Buffer.from(`${'a'.repeat(5000)}!`);
    expect(found([line, Buffer.from('aaa')], { pattern: '(a+)+$', kind: 'regex', ignoreCase: false })).toEqual([2]);
  });

  it('says what is wrong with an expression that it cannot use', () => {
    for (const pattern of ['(', '[z-a]', '(?=look)', '(a)\\1', 'a{5000}', '*']) {
      const compiled = compileSearch({ pattern, kind: 'regex', ignoreCase: false });
      expect(compiled).toMatchObject({ ok: false, failure: { reason: 'invalid-pattern', pattern } });
    }
  });
});
