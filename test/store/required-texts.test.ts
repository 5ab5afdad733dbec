import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { requiredTexts } from '../../src/store/required-texts.ts';

describe('requiredTexts', () => {
  it.each([
    ['error', ['error']],
    ['GET /api/.* 500$', ['GET /api/']],
    ['error|warn', ['error', 'warn']],
    ['(?:foo|bar)+ failed', [' failed']],
    ['(?P<level>ERROR|FATAL) \\d+', ['ERROR', 'FATAL']],
    ['colou?r', ['colo']],
    ['ab+c', ['ab']],
    ['12\\.5ms', ['12.5ms']],
    ['x{3}yes', ['yes']],
    ['[a-z]+=timeout', ['=timeout']],
    ['日本語.*', ['日本語']],
  ])('finds in %s what every match contains', (pattern, texts) => {
    expect(requiredTexts(pattern)).toEqual(texts);
  });

  it.each([
    '',
    'a',
    '.*',
    '\\d+',
    'abc|',
    '(abc)?',
    '(?i)abc',
    '\\Qabc\\E',
    '\\x41bc',
    'abc|\\pL',
    '(abc',
    'abc)',
    '[[:alpha:]]abc',
    'ab{',
    '*ab',
    '[]abc]def',
  ])('knows nothing of %p', (pattern) => {
    expect(requiredTexts(pattern)).toBeNull();
  });

  it('never names texts of which a match has none', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '\\w', '\\.', 'ab', 'ba');
    const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
      pattern: fc.oneof(
        { maxDepth: 4 },
        atom,
        fc.tuple(tie('pattern'), tie('pattern')).map(([left, right]) => left + right),
        fc.tuple(tie('pattern'), tie('pattern')).map(([left, right]) => `(?:${left}|${right})`),
        fc
          .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{0,1}', '+?'))
          .map(([inner, times]) => `(${inner})${times}`),
      ),
    }));
    fc.assert(
      fc.property(pattern, fc.array(fc.constantFrom('a', 'b', '.'), { maxLength: 9 }), (source, characters) => {
        const text = characters.join('');
        const texts = requiredTexts(source);
        if (texts === null || !new RegExp(source).test(text)) return;
        expect(texts.some((required) => text.includes(required))).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});
