import { describe, expect, it } from '@jest/globals';
import { unsafeParts } from './terminal-safe.ts';

const of = (text: string) => unsafeParts(Buffer.from(text));

describe('the judge of what a terminal may be sent', () => {
  it('lets text, lines and colours pass', () => {
    expect(of('plain\n\ttext 日本 \u001b[1;38:2:1:2:3mred\u001b[0m\n')).toEqual([]);
  });

  it.each([
    ['\u001b[2J', ['U+1b']],
    ['\u001b[?4m', ['U+1b']],
    ['\u001b]0;x\u0007', ['U+1b', 'U+7']],
    ['a\rb\u0008\u0000', ['U+d', 'U+8', 'U+0']],
    ['\u009b2J', ['U+9b']],
    ['\u202e\u2028\u2066', ['U+202e', 'U+2028', 'U+2066']],
    ['\u007f', ['U+7f']],
  ])('names what is in %j', (text, parts) => {
    expect(of(text)).toEqual(parts);
  });

  it('throws at what is not UTF-8', () => {
    expect(() => unsafeParts(Uint8Array.of(0x9b))).toThrow();
  });
});
