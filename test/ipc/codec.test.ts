import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { FrameReader } from '../../src/ipc/codec.ts';
import { decodeMessage } from '../../src/wire/decode-message.ts';

const MAX = 20;

/** What a reader makes of these chunks: lines, `null` for a line that was too long. */
function framesOf(chunks: readonly Uint8Array[]): readonly (string | null)[] {
  const reader = new FrameReader(MAX);
  const frames: (string | null)[] = [];
  const take = () => {
    for (let frame = reader.next(); frame !== null; frame = reader.next()) {
      frames.push(frame.kind === 'line' ? Buffer.from(frame.bytes).toString('latin1') : null);
    }
  };
  for (const chunk of chunks) {
    reader.push(chunk);
    take();
  }
  reader.end();
  take();
  return frames;
}

const bytes = (text: string) => Buffer.from(text, 'latin1');

describe('FrameReader', () => {
  it('gives the same lines however the bytes are cut', () => {
    const text = fc.array(fc.oneof(fc.constant('\n'), fc.string({ maxLength: 6 })), { maxLength: 30 });
    fc.assert(
      fc.property(text, fc.array(fc.nat(80)), (parts, cuts) => {
        const all = bytes(parts.join(''));
        const edges = [0, ...cuts.filter((cut) => cut < all.length).sort((a, b) => a - b), all.length];
        const chunks = edges.slice(1).map((end, index) => all.subarray(edges[index], end));
        expect(framesOf(chunks)).toEqual(framesOf([all]));
      }),
    );
  });

  it('gives empty lines, and the last line without its newline', () => {
    expect(framesOf([bytes('a\n\nb')])).toEqual(['a', '', 'b']);
    expect(framesOf([bytes('a\n')])).toEqual(['a']);
  });

  it('takes a line of the most bytes and stops at a longer one', () => {
    expect(framesOf([bytes(`${'x'.repeat(MAX)}\n${'y'.repeat(MAX + 1)}\nz\n`)])).toEqual(['x'.repeat(MAX), null]);
  });

  it('notices a line that is too long before it ends', () => {
    expect(framesOf([bytes('x'.repeat(MAX)), bytes('x')])).toEqual([null]);
  });
});

describe('decodeMessage', () => {
  it.each([
    ['', 'empty'],
    [' \r', 'empty'],
    ['\xff', 'not UTF-8'],
    ['{"type":', 'not JSON'],
    ['[1]', 'not a JSON object'],
    ['null', 'not a JSON object'],
    ['"x"', 'not a JSON object'],
  ])('refuses %j because it is %s', (line, why) => {
    const result = decodeMessage(bytes(line));
    expect(result).toMatchObject({ ok: false, failure: { reason: 'bad-request' } });
    expect(result).toMatchObject({ failure: { detail: expect.stringContaining(why) } });
  });

  it('takes an object, with Windows line ends too', () => {
    expect(decodeMessage(bytes('{"type":"Plan"}\r'))).toEqual({ ok: true, value: { type: 'Plan' } });
  });

  it('survives half a megabyte of brackets', () => {
    expect(decodeMessage(Buffer.alloc(500_000, '[')).ok).toBe(false);
  });
});
