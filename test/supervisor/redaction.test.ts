import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Stream } from '../../src/model/log-line.ts';
import { OVERLAP_BYTES, redactingSink, WINDOW_BYTES } from '../../src/supervisor/redacting-sink.ts';
import { Redaction } from '../../src/supervisor/redaction.ts';

function redacted(text: string, ...patterns: readonly string[]): string {
  return new Redaction(patterns).redactLines(Buffer.from(text)).toString();
}

/** What comes out of a sink on one stream, before the stream ends and after. */
class Collected {
  readonly chunks: Buffer[] = [];
  redaction: Redaction | null;
  readonly #sink = redactingSink(() => this.redaction, {
    onChunk: (_, chunk) => this.chunks.push(Buffer.from(chunk)),
    onEnd: () => undefined,
  });

  constructor(...patterns: readonly string[]) {
    this.redaction = new Redaction(patterns);
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString();
  }

  push(...texts: readonly (string | Buffer)[]): this {
    for (const text of texts) this.#sink.onChunk('stdout', Buffer.from(text));
    return this;
  }

  end(stream: Stream = 'stdout'): this {
    this.#sink.onEnd(stream);
    return this;
  }
}

describe('a redaction', () => {
  it('takes out what a pattern matches, as often as it matches', () => {
    expect(redacted('a sk_1 b sk_22\nno\nsk_333\n', 'sk_\\d+')).toBe('a [redacted] b [redacted]\nno\n[redacted]\n');
  });

  it('takes out only what groups match, and the whole match when none of them took part', () => {
    expect(redacted('password=x1 user=bob\n', 'password=(\\S+)')).toBe('password=[redacted] user=bob\n');
    expect(redacted('a=1 b=2 c\n', 'a=(\\d) b=(\\d)|c')).toBe('a=[redacted] b=[redacted] [redacted]\n');
  });

  it('makes one of matches that overlap, and nothing of empty ones', () => {
    expect(redacted('xabcdx\n', 'abc', 'bcd', 'z*')).toBe('x[redacted]x\n');
    expect(redacted('abab\n', '((a)b)')).toBe('[redacted][redacted]\n');
  });

  it('never matches across lines, and does not see the end of a line', () => {
    expect(redacted('a\nb\n', 'a\\sb', 'a\n')).toBe('a\nb\n');
    expect(redacted('key: x\r\nkey: y\r\n', 'key: (.*)$')).toBe('key: [redacted]\r\nkey: [redacted]\r\n');
    expect(redacted('ab\nb\n', '^b')).toBe('ab\n[redacted]\n');
    expect(redacted('ab\nb\n', '\\Ab\\z')).toBe('ab\n[redacted]\n');
  });

  it('leaves bytes that are no text as they are', () => {
    const line = Buffer.from([0xff, ...Buffer.from('grün=x'), 0xfe, 10]);
    const out = new Redaction(['grün=(x)']).redactLines(line);
    expect(out).toEqual(Buffer.from([0xff, ...Buffer.from('grün=[redacted]'), 0xfe, 10]));
  });

  it('copies nothing when nothing matches', () => {
    const bytes = Buffer.from('nothing here\n');
    expect(new Redaction(['secret', 'a$']).redactLines(bytes)).toBe(bytes);
  });
});

describe('a redacted stream', () => {
  it('passes whole lines at once and the beginning of a line when its end has come', () => {
    const out = new Collected('secret').push('one\ntwo sec');
    expect(out.text).toBe('one\n');
    expect(out.push('ret\n').text).toBe('one\ntwo [redacted]\n');
  });

  it('passes a last line without newline when the stream ends', () => {
    expect(new Collected('secret').push('a sec', 'ret').end().text).toBe('a [redacted]');
  });

  it('keeps the streams apart', () => {
    expect(new Collected('secret').push('sec').end('stderr').push('ret\n').text).toBe('[redacted]\n');
  });

  it('goes by changed patterns for what comes next, and by the old ones for what it kept back', () => {
    const out = new Collected('old').push('old new\nol');
    out.redaction = new Redaction(['new']);
    expect(out.push('d new\n').text).toBe('[redacted] new\nold [redacted]\n');
    out.push('new');
    out.redaction = null;
    expect(out.push(' and new\n').text).toBe('[redacted] new\nold [redacted]\n[redacted] and new\n');
  });

  it('keeps back no more than a window of a line that does not end', () => {
    const out = new Collected('secret').push('x'.repeat(WINDOW_BYTES));
    expect(out.text.length).toBe(WINDOW_BYTES - OVERLAP_BYTES);
    expect(out.push('secret\n').text).toBe(`${'x'.repeat(WINDOW_BYTES)}[redacted]\n`);
  });

  it('takes out a match wherever the windows of a long line end', () => {
    const secret = `<${'s'.repeat(OVERLAP_BYTES - 2)}>`;
    for (const before of [WINDOW_BYTES - OVERLAP_BYTES - 1, WINDOW_BYTES - OVERLAP_BYTES, WINDOW_BYTES - 1]) {
      const filler = 'x'.repeat(before);
      const out = new Collected('<s*>').push(`${filler}${secret}${filler}`, `${secret}`, '\n');
      expect(out.text).toBe(`${filler}[redacted]${filler}[redacted]\n`);
    }
  });

  it('does not depend on how the bytes come cut into chunks', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'ä', '\n', '\r', '1'), maxLength: 40 });
    const cuts = fc.array(fc.nat(50), { maxLength: 6 });
    fc.assert(
      fc.property(text, cuts, (written, places) => {
        const bytes = Buffer.from(written);
        const at = [0, ...places.filter((place) => place < bytes.length).sort((a, b) => a - b), bytes.length];
        const pieces = at.slice(1).map((to, index) => bytes.subarray(at[index], to));
        const patterns = ['ab+', 'ä(\\d)', 'b$'];
        const whole = new Redaction(patterns).redactLines(bytes);
        expect(Buffer.concat(new Collected(...patterns).push(...pieces).end().chunks)).toEqual(whole);
      }),
    );
  });
});
