import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { ASCII_GLYPHS, type Glyphs, UNICODE_GLYPHS } from '../../../src/tui/look.ts';
import { cellWidth, graphemesOf, isNarrow, sliceCells } from '../../../src/tui/text/cells.ts';
import { mixedText } from './mixed-text.ts';

describe('the width of text', () => {
  it('is that of a terminal for wide characters, emoji and combining marks', () => {
    expect(['abc', 'äöü', '日本', 'e\u0301', '👩‍👩‍👧', '🇩🇪', ''].map(cellWidth)).toEqual([3, 3, 4, 1, 2, 2, 0]);
  });

  it('is one for every character that is taken for narrow', () => {
    const wrong: string[] = [];
    for (let code = 0x20; code < 0x3000; code += 1) {
      const character = String.fromCharCode(code);
      if (isNarrow(character) && stringWidth(character) !== 1) wrong.push(code.toString(16));
    }
    expect(wrong).toEqual([]);
  });

  it('is one for everything that the dashboard draws', () => {
    const drawn = (glyphs: Glyphs): readonly string[] =>
      Object.values(glyphs).flatMap((glyph) => (typeof glyph === 'string' ? [glyph] : Object.values(glyph)));
    for (const glyph of [...drawn(UNICODE_GLYPHS), ...drawn(ASCII_GLYPHS)])
      expect([glyph, cellWidth(glyph)]).toEqual([glyph, 1]);
  });
});

describe('a slice of text', () => {
  it('takes exactly the cells asked for, however wide characters are cut', () => {
    fc.assert(
      fc.property(mixedText, fc.nat(40), fc.nat(40), (text, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const expected = Math.max(0, Math.min(to, cellWidth(text)) - Math.min(from, cellWidth(text)));
        expect(cellWidth(sliceCells(text, from, to))).toBe(expected);
      }),
    );
  });

  it('is the text itself when it takes all of it', () => {
    expect(sliceCells('日本 ok', 0, 7)).toBe('日本 ok');
    expect(sliceCells('日本 ok', 1, 6)).toBe(' 本 o');
  });

  it('can be put together from its characters', () => {
    fc.assert(
      fc.property(mixedText, (text) => {
        const all = [...graphemesOf(text)];
        expect(all.map(({ grapheme }) => grapheme).join('')).toBe(text);
        expect(all.reduce((sum, { width }) => sum + width, 0)).toBe(cellWidth(text));
      }),
    );
  });
});
