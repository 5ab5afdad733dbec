import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  overlay,
  plainOf,
  restyle,
  shorten,
  slice,
  styled,
  toWidth,
  widthOf,
} from '../../../src/tui/text/styled-text.ts';
import { wrap, wrapWords } from '../../../src/tui/text/wrap.ts';
import { PLAIN } from '../../../src/util/style.ts';
import { mixedText } from './mixed-text.ts';

const text = fc
  .array(mixedText)
  .map((parts) => parts.flatMap((part, index) => styled(part, { ...PLAIN, foreground: index % 8 })));
const width = fc.integer({ min: 2, max: 30 });

describe('wrapping', () => {
  it('loses nothing, and no row is wider than it may be', () => {
    fc.assert(
      fc.property(text, width, (whole, columns) => {
        const rows = wrap(whole, columns);
        expect(rows.map((row) => plainOf(row.text)).join('')).toBe(plainOf(whole));
        for (const row of rows) expect(widthOf(row.text)).toBeLessThanOrEqual(columns);
        let start = 0;
        for (const row of rows) {
          expect(row.start).toBe(start);
          start += widthOf(row.text);
        }
      }),
    );
  });

  it('gives an empty text one empty row', () => {
    expect(wrap([], 10)).toEqual([{ text: [], start: 0 }]);
  });

  it('breaks prose between words, and indents what follows', () => {
    const rows = wrapWords(styled('the quick brown fox jumps over unbelievably lazy dogs'), 16, 2);
    expect(rows.map(plainOf)).toEqual(['the quick brown ', '  fox jumps over', '  unbelievably ', '  lazy dogs']);
  });
});

describe('styled text', () => {
  it('has exactly the width it is given', () => {
    fc.assert(fc.property(text, fc.nat(40), (whole, columns) => widthOf(toWidth(whole, columns)) === columns));
    fc.assert(fc.property(text, fc.nat(40), (whole, columns) => widthOf(shorten(whole, columns)) <= columns));
  });

  it('keeps its characters when part of it is styled anew', () => {
    fc.assert(
      fc.property(text, fc.nat(30), fc.nat(30), (whole, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const marked = restyle(whole, from, to, { background: 3 });
        expect(widthOf(marked)).toBe(widthOf(whole));
        expect(plainOf(slice(marked, 0, from))).toBe(plainOf(slice(whole, 0, from)));
        expect(slice(marked, from, to).every((span) => span.style.background === 3)).toBe(true);
      }),
    );
  });

  it('can be laid over other text without moving what is beside it', () => {
    expect(plainOf(overlay(styled('日本語テキスト'), styled('|'), 3))).toBe('日 |語テキスト');
    expect(plainOf(overlay(styled('ab'), styled('|'), 4))).toBe('ab  |');
  });
});
