import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseColors, plainOf, widthOf } from '../../src/tui/text/styled-text.ts';
import { applySgr, sgrOf } from '../../src/util/sgr.ts';
import { Attribute, PLAIN, RGB, type Style } from '../../src/util/style.ts';
import { terminalText } from '../../src/util/terminal-text.ts';

const color = fc.option(
  fc.oneof(
    fc.nat(255),
    fc.nat(0xffffff).map((rgb) => RGB + rgb),
  ),
);
const style: fc.Arbitrary<Style> = fc.record({ foreground: color, background: color, attributes: fc.nat(63) });

const parametersOf = (sequence: string): string => sequence.slice(2, -1);

describe('colours', () => {
  it('come back as they were written, on a terminal that has all of them', () => {
    fc.assert(
      fc.property(style, style, (before, wanted) => {
        expect(applySgr(before, parametersOf(sgrOf(wanted, 'true')))).toEqual(wanted);
      }),
    );
  });

  it.each([
    ['31', { foreground: 1 }],
    ['1;91', { foreground: 9, attributes: Attribute.bold }],
    ['38;5;208', { foreground: 208 }],
    ['38;2;1;2;3', { foreground: RGB + 0x010203 }],
    ['38:2::1:2:3', { foreground: RGB + 0x010203 }],
    ['38:2:1:2:3;4', { foreground: RGB + 0x010203, attributes: Attribute.underline }],
    ['48;5;17;3', { background: 17, attributes: Attribute.italic }],
    ['4:3', { attributes: Attribute.underline }],
    ['58;5;9;1', { attributes: Attribute.bold }],
    ['8;5;25', {}],
    ['38;5', {}],
    ['38;2;300;0;0', {}],
    ['999', {}],
  ])('are understood in the form %s', (parameters, expected) => {
    expect(applySgr(PLAIN, parameters)).toEqual({ ...PLAIN, ...expected });
  });

  it('become the nearest that the terminal has', () => {
    const red = { ...PLAIN, foreground: RGB + 0xff0000 };
    expect(sgrOf(red, 'true')).toBe('\x1b[0;38;2;255;0;0m');
    expect(sgrOf(red, '256')).toBe('\x1b[0;38;5;196m');
    expect(sgrOf(red, '16')).toBe('\x1b[0;91m');
    expect(sgrOf({ ...PLAIN, foreground: 2 }, 'true')).toBe('\x1b[0;32m');
    expect(sgrOf({ ...PLAIN, foreground: 244 }, '16')).toBe('\x1b[0;37m');
  });

  it('are left out where there are none, and what stood out by its background still does', () => {
    fc.assert(
      fc.property(style, (any) => {
        expect(sgrOf(any, 'none')).toMatch(/^\x1b\[0(;[1-9])*m$/);
      }),
    );
    expect(sgrOf({ ...PLAIN, background: 3, foreground: 0 }, 'none')).toBe('\x1b[0;7m');
  });
});

describe('text with colours', () => {
  it('is the text that was written, of the width it has', () => {
    const parsed = parseColors(
      terminalText(Buffer.from('\x1b[31mred\x1b[0m and \x1b[1mbold 日本\x1b[m'), { color: true }),
    );
    expect(plainOf(parsed)).toBe('red and bold 日本');
    expect(widthOf(parsed)).toBe(17);
    expect(parsed.map((span) => span.style)).toEqual([
      { ...PLAIN, foreground: 1 },
      PLAIN,
      { ...PLAIN, attributes: Attribute.bold },
    ]);
  });

  it('is never more than characters and styles, whatever a child wrote', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(plainOf(parseColors(terminalText(bytes, { color: true })))).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
      }),
      { numRuns: 500 },
    );
  });
});
