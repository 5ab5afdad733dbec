import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wrapText } from '../../../src/cli/render/wrap-text.ts';

describe('wrapped text', () => {
  it('loses no word, adds none, and is no wider than the terminal but for a word that is', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,30}$/), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(
        words,
        fc.integer({ min: 20, max: 100 }),
        fc.integer({ min: 0, max: 30 }),
        (text, columns, indent) => {
          const rows = wrapText(text.join(' '), columns, indent).split('\n');
          expect(rows.join(' ').split(/\s+/).filter(Boolean)).toEqual(text);
          for (const row of rows) expect(row.length <= columns || !row.trim().includes(' ')).toBe(true);
        },
      ),
    );
  });

  it('breaks no word, so that a path can be copied', () => {
    const path = `/srv/${'long/'.repeat(10)}file`;
    expect(wrapText(`  is this path right? ${path}`, 40, 4)).toBe(`  is this path right?\n    ${path}`);
  });

  it('leaves alone what fits, what is for no terminal, and what is for one without a width', () => {
    expect(wrapText('two words', 80, 2)).toBe('two words');
    const long = 'word '.repeat(50);
    expect(wrapText(long, null, 2)).toBe(long);
    expect(wrapText(long, 0, 2)).toBe(long);
  });
});
