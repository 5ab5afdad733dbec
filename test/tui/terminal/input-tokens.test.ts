import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { type InputToken, InputTokens } from '../../../src/tui/terminal/input-tokens.ts';
import { cut } from '../../store/sample.ts';

const textOf = (token: InputToken): string => (token.type === 'paste' ? `paste ${token.text}` : token.bytes.toString());

function tokensOf(...chunks: readonly (string | Uint8Array)[]): readonly string[] {
  const tokens = new InputTokens();
  return chunks.flatMap((chunk) => tokens.push(Buffer.from(chunk as string))).map(textOf);
}

const PIECES = [
  'a',
  'é',
  '日',
  '👩',
  ' ',
  '\r',
  '\x7f',
  '\x03',
  '\x1b[A',
  '\x1bOP',
  '\x1b[15~',
  '\x1b[1;5C',
  '\x1bx',
  '\x1b\x7f',
  '\x1b[<0;10;20M',
  '\x1b[<64;1;1M',
  '\x1b[Z',
];

describe('input of a terminal', () => {
  it('is cut into keys and mouse movements, however it arrives', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES)), fc.array(fc.nat()), (pieces, places) => {
        expect(tokensOf(...cut(Buffer.from(pieces.join('')), places))).toEqual(pieces);
      }),
    );
  });

  it('never stops being read, whatever bytes come', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.array(fc.nat()), (bytes, places) => {
        const tokens = new InputTokens();
        const all = cut(Buffer.from(bytes), places).flatMap((chunk) => tokens.push(chunk));
        for (const token of [...all, ...tokens.flush()]) expect(textOf(token)).not.toContain('\ufffd');
        tokens.flush();
        // Whatever had begun is over: only a paste goes on until its end.
        expect(tokens.push(Buffer.from('\x1b[201~q')).map(textOf).at(-1)).toBe('q');
      }),
      { numRuns: 1000 },
    );
  });

  it('has text that was pasted as one token, with everything that is in it', () => {
    expect(tokensOf('a\x1b[200~rm -rf /\r\x1b[A', '日\x1b[20', '1~b')).toEqual(['a', 'paste rm -rf /\r\x1b[A日', 'b']);
  });

  it('leaves out what terminals answer', () => {
    expect(tokensOf('a\x1b]11;rgb:ff/ff/ff\x07b\x1bP1+r544e\x1b\\c')).toEqual(['a', 'b', 'c']);
  });

  it('knows the Escape key by nothing following it', () => {
    const tokens = new InputTokens();
    expect(tokens.push(Buffer.from('\x1b'))).toEqual([]);
    expect(tokens.isPending).toBe(true);
    expect(tokens.flush().map(textOf)).toEqual(['\x1b']);
    expect(tokens.push(Buffer.from('[A')).map(textOf)).toEqual(['[', 'A']);
    expect(tokensOf('\x1b\x1b[A')).toEqual(['\x1b', '\x1b[A']);
  });
});
