import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { lineSpans } from '../../../src/http/page/logs/line-spans.ts';
import { plainText } from '../../../src/util/terminal-text.ts';
import { textMatcher } from '../../../src/util/text-matcher.ts';

const find = (pattern: string, kind: 'text' | 'regex' = 'text') => textMatcher({ pattern, kind, ignoreCase: false });

describe('the pieces of a line', () => {
  it('are the text when there is nothing to it', () => {
    expect(lineSpans('hello', null)).toEqual([{ text: 'hello', className: '' }]);
    expect(lineSpans('', null)).toEqual([]);
  });

  it('have the colours that the child gave them', () => {
    expect(lineSpans('\x1b[1;31mbad\x1b[0m luck', null)).toEqual([
      { text: 'bad', className: 'bold fg-1' },
      { text: ' luck', className: '' },
    ]);
    expect(lineSpans('\x1b[38;5;208mone\x1b[48;2;1;2;3mtwo', null)).toEqual([
      { text: 'one', className: '', color: '#ff8700' },
      { text: 'two', className: '', color: '#ff8700', background: '#010203' },
    ]);
  });

  it('swap colours where they are inverse', () => {
    expect(lineSpans('\x1b[7mtext', null)).toEqual([{ text: 'text', className: 'inverse' }]);
    expect(lineSpans('\x1b[7;31;42mtext', null)).toEqual([{ text: 'text', className: 'fg-2 bg-1' }]);
  });

  it('have none of what a terminal would act on', () => {
    expect(lineSpans('a\x1b]0;title\x07b\x1b[2Jc\u202ed', null)).toEqual([{ text: 'abc\ufffdd', className: '' }]);
  });

  it('are marked where something is found, over changes of colour', () => {
    expect(lineSpans('an \x1b[32mer\x1b[0mror here', find('error'))).toEqual([
      { text: 'an ', className: '' },
      { text: 'er', className: 'fg-2 match' },
      { text: 'ror', className: 'match' },
      { text: ' here', className: '' },
    ]);
    expect(lineSpans('a1b22', find('[0-9]+', 'regex'))).toEqual([
      { text: 'a', className: '' },
      { text: '1', className: 'match' },
      { text: 'b', className: '' },
      { text: '22', className: 'match' },
    ]);
  });

  it('are together the text, whatever is in it and whatever is found', () => {
    const piece = fc.constantFrom('a', 'b', 'ab', '\x1b[31m', '\x1b[0m', '\x1b[7m', ' ', 'é', '😀', '\x1b', '\t', '\r');
    fc.assert(
      fc.property(fc.array(piece), fc.constantFrom('a', 'b', 'ab', ' ', '😀'), (pieces, pattern) => {
        const text = pieces.join('');
        const spans = lineSpans(text, find(pattern));
        expect(spans.map((span) => span.text).join('')).toBe(plainText(text));
        for (const span of spans.filter(({ className }) => className.includes('match'))) {
          expect(pattern).toContain(span.text);
        }
      }),
    );
  });
});
