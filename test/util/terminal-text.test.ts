import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { plainText, terminalText } from '../../src/util/terminal-text.ts';

const colored = (text: string) => terminalText(Buffer.from(text), { color: true });
const plain = (text: string) => terminalText(Buffer.from(text), { color: false });

const ESC = '\x1b';
const BEL = '\x07';
const ST = `${ESC}\\`;
const RESET = `${ESC}[0m`;

/** What is left when every control of the kind may only disappear. */
const VANISHES: readonly (readonly [string, string])[] = [
  ['cursor movement', `a${ESC}[2Ab`],
  ['erasing', `a${ESC}[2J${ESC}[Kb`],
  ['the alternate screen', `a${ESC}[?1049hb`],
  ['mouse reports', `a${ESC}[?1000h${ESC}[?1006hb`],
  ['bracketed paste', `a${ESC}[?2004hb`],
  ['a status query', `a${ESC}[6nb`],
  ['a device query', `a${ESC}[>0cb`],
  ['window operations', `a${ESC}[8;1;1tb`],
  ['private sequences that end like colour', `a${ESC}[>4;2m${ESC}[?4mb`],
  ['colour with an intermediate', `a${ESC}[1 mb`],
  ['a title', `a${ESC}]0;title${BEL}b`],
  ['a palette change', `a${ESC}]4;1;rgb:ff/00/00${ST}b`],
  ['the clipboard', `a${ESC}]52;c;aGFoYQ==${BEL}b`],
  ['a notification', `a${ESC}]777;notify;x;y${ST}b`],
  ['a device control string', `a${ESC}P$qm${ST}b`],
  ['a string in C1 form', 'a\u009d52;c;aGFoYQ==\u009cb'],
  ['a sequence in C1 form', 'a\u009b2Jb'],
  ['SOS, PM and APC', `a${ESC}Xx${ST}${ESC}^y${ST}${ESC}_Gz${ST}b`],
  ["screen's title", `a${ESC}ktitle${ST}b`],
  ['a string that is cancelled', `a${ESC}]0;x\x18${ESC}]0;y\x1ab`],
  ["tmux's pass-through", `a${ESC}Ptmux;${ESC}${ESC}]52;c;eA==${BEL}${ST}b`],
  ['a reset', `a${ESC}cb`],
  ['character sets', `a${ESC}(0${ESC})B\x0e\x0fb`],
  ['the screen alignment test', `a${ESC}#8b`],
  ['keypad modes', `a${ESC}=${ESC}>b`],
  ['bells, backspaces and NULs', 'a\x07\x08\x00\x0b\x0c\x7fb'],
  ['C1 controls', 'a\u0080\u0084\u0085\u008d\u0099b'],
  ['an escape before an escape', `a${ESC}${ESC}cb`],
  ['an escape at the end', `ab${ESC}`],
  ['an unfinished sequence', `ab${ESC}[12;`],
  ['an unfinished string', `ab${ESC}]52;c;aGFo`],
];

const BECOMES: readonly (readonly [string, string, string])[] = [
  ['plain text', 'hello, world!', 'hello, world!'],
  ['text in any language', 'grüße 世界 👩‍👩‍👧 é', 'grüße 世界 👩‍👩‍👧 é'],
  ['nothing', '', ''],
  ['colour', `${ESC}[31mred${ESC}[0m`, `${ESC}[31mred${RESET}${RESET}`],
  ['colour without an end', `a${ESC}[1;38:2:1:2:3mb`, `a${ESC}[1;38:2:1:2:3mb${RESET}`],
  ['colour in C1 form', 'a\u009b32mb', `a${ESC}[32mb${RESET}`],
  ['a link', `see ${ESC}]8;;http://evil.example${ST}here${ESC}]8;;${ST}.`, 'see here.'],
  ['a tab', 'ab\tc\td', 'ab      c       d'],
  ['a tab after colour', `${ESC}[1mab\tc`, `${ESC}[1mab      c${RESET}`],
  ['a progress bar', '10%\r50%\r100%', '100%'],
  ['a coloured progress bar', `${ESC}[32m10%\r${ESC}[1m100%`, `${ESC}[32m${ESC}[1m100%${RESET}`],
  ['a Windows line end', 'text\r', 'text'],
  ['a tab after a carriage return', 'abcdef\r\tx', '        x'],
  ['text that is reordered', 'if (\u202e\u2066admin\u2069)', 'if (\ufffd\ufffdadmin\ufffd)'],
  ['marks of direction', 'a\u200eb\u200fc\u061cd', 'a\ufffdb\ufffdc\ufffdd'],
  ['line separators', 'a\u2028b\u2029c', 'a\ufffdb\ufffdc'],
  ['a control within a sequence', `a${ESC}[3${BEL}1mb`, 'a1mb'],
  ['a newline', `a${ESC}]0;x\nb`, 'a b'],
];

describe('terminalText', () => {
  it.each(VANISHES)('takes out %s', (_, input) => {
    expect(colored(input)).toBe('ab');
    expect(plain(input)).toBe('ab');
  });

  it.each(BECOMES)('shows %s', (_, input, output) => {
    expect(colored(input)).toBe(output);
  });

  it('takes out colour when none is wanted', () => {
    expect(plain(`${ESC}[31mred${ESC}[0m\u009b1m!`)).toBe('red!');
  });

  it('takes out colour with more parameters than any colour has', () => {
    expect(colored(`a${ESC}[${'1;'.repeat(30)}1mb`)).toBe(`a${ESC}[${'1;'.repeat(30)}1mb${RESET}`);
    expect(colored(`a${ESC}[${'1;'.repeat(31)}mb`)).toBe('ab');
  });

  it('shows what is not UTF-8 as U+FFFD, raw C1 controls too', () => {
    expect(terminalText(Uint8Array.of(0x61, 0x9b, 0x32, 0x4a, 0xff), { color: true })).toBe('a\ufffd2J\ufffd');
  });

  it.each(['\t', '\r', 'x\r', `${ESC}[1m`, `${ESC}[`, `${ESC}]`, '1;', '\u0301\t'])(
    'takes %j a hundred thousand times',
    (part) => {
      expect(colored(`${ESC}[${part.repeat(100_000)}`).length).toBeLessThan(2_000_000);
    },
  );

  it('looks at the bytes of its line only', () => {
    const line = Buffer.from('xx\x1b[1mabc\x1b').subarray(6, 9);
    expect(terminalText(line, { color: true })).toBe('abc');
  });

  const alphabet = fc.constantFrom(
    ...Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)),
    ...[
      ESC,
      `${ESC}[`,
      `${ESC}]`,
      `${ESC}P`,
      ST,
      BEL,
      '\u009b',
      '\u009d',
      '\u202e',
      '\u2028',
      ';',
      '1',
      'm',
      '世',
      '👍',
    ],
  );
  const hostile = fc.array(fc.oneof(alphabet, alphabet, fc.string({ unit: 'binary', maxLength: 3 })), {
    maxLength: 60,
  });
  const ALLOWED_COLOR = /\x1b\[[0-9;:]{0,61}m/g;
  const UNSAFE = /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

  it('gives nothing but text and colour, whatever it is given', () => {
    fc.assert(
      fc.property(hostile, (parts) => {
        const shown = colored(parts.join(''));
        expect(shown.replace(ALLOWED_COLOR, '')).not.toMatch(UNSAFE);
        expect(!shown.includes(ESC) || shown.endsWith(RESET)).toBe(true);
        expect(plain(parts.join(''))).not.toMatch(UNSAFE);
        expect(plain(parts.join(''))).toBe(shown.replace(ALLOWED_COLOR, ''));
      }),
      { numRuns: 3000 },
    );
  });

  it('gives nothing but text and colour for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(terminalText(bytes, { color: true }).replace(ALLOWED_COLOR, '')).not.toMatch(UNSAFE);
      }),
    );
  });

  it('changes nothing that it has already made safe, without colour', () => {
    fc.assert(fc.property(hostile, (parts) => plain(plain(parts.join(''))) === plain(parts.join(''))));
  });
});

describe('plainText', () => {
  it('is one line without colour', () => {
    expect(plainText(`a${ESC}[31m\nb\u202e`)).toBe('a b\ufffd');
  });
});
