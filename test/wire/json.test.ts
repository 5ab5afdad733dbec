import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { camelCase, fromJsonValue, snakeCase, toJson, toJsonValue } from '../../src/wire/json.ts';
import { formatTimestamp, parseTimestamp } from '../../src/wire/timestamp.ts';
import { SAMPLE } from '../rig/fake-control.ts';

/** Through text, as on the wire. */
const roundTrip = (value: unknown) => fromJsonValue(JSON.parse(toJson(value)));

describe('toJson', () => {
  it('writes keys in snake_case and wall times as RFC 3339 with microseconds', () => {
    expect(toJsonValue({ startedAt: 1_769_846_709_123.457, uptimeMs: 1.5, retryAt: null })).toEqual({
      started_at: '2026-01-31T08:05:09.123457Z',
      uptime_ms: 1.5,
      retry_at: null,
    });
  });

  it('writes a log line with the fields of spec.md, in their order', () => {
    const [line] = SAMPLE.page.lines;
    expect(toJson(line)).toBe(
      '{"id":41,"process":"api","stream":"stdout","run":2,"timestamp":"2026-01-31T08:05:09.123457Z","text":"hällo","partial":false}',
    );
  });

  it('writes what is not UTF-8 as U+FFFD, and exactly when it must be exact', () => {
    const line = { bytes: Uint8Array.of(0x61, 0xff, 0x62) };
    expect(toJson(line)).toBe('{"text":"a\ufffdb"}');
    expect(toJson(line, { raw: true })).toBe('{"bytes":"Yf9i"}');
  });

  it('keeps the keys of maps, even __proto__', () => {
    const variables = new Map([
      ['someName', 'a'],
      ['__proto__', 'b'],
    ]);
    expect(toJson({ variables })).toBe('{"variables":{"someName":"a","__proto__":"b"}}');
  });

  it('escapes what could upset a terminal', () => {
    expect(toJson('\u001b[31m\u007f\u0085\u009b\u061c\u200e\u202e\u2028\u2066é😀')).toBe(
      '"\\u001b[31m\\u007f\\u0085\\u009b\\u061c\\u200e\\u202e\\u2028\\u2066é😀"',
    );
  });

  it('leaves out what is undefined', () => {
    expect(toJson({ a: undefined, b: null })).toBe('{"b":null}');
  });
});

describe('fromJsonValue', () => {
  it.each(Object.entries(SAMPLE).filter(([name]) => !['page', 'terminal'].includes(name)))(
    'gives back the %s that was written',
    (_, value) => {
      expect(roundTrip(value)).toEqual(value);
    },
  );

  it('gives back any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (text) => roundTrip({ name: text }) !== null && (roundTrip({ name: text }) as { name: string }).name === text,
      ),
    );
  });

  it('leaves a text alone that is where a time may be and is none', () => {
    expect(fromJsonValue({ started_at: 'yesterday' })).toEqual({ startedAt: 'yesterday' });
  });
});

describe('timestamps', () => {
  it('come back exactly, to the microsecond', () => {
    // Until the year 2109: after it, numbers of milliseconds have no room for single microseconds.
    const microseconds = fc.integer({ min: 0, max: 2 ** 42 * 1000 });
    fc.assert(fc.property(microseconds, (us) => parseTimestamp(formatTimestamp(us / 1000) ?? '') === us / 1000));
  });

  it('are understood with an offset, a short fraction or none', () => {
    expect(parseTimestamp('2026-01-31T10:05:09+02:00')).toBe(Date.UTC(2026, 0, 31, 8, 5, 9));
    expect(parseTimestamp('2026-01-31 08:05:09.5z')).toBe(Date.UTC(2026, 0, 31, 8, 5, 9, 500));
  });

  it.each(['', 'now', '2026-01-31', '2026-13-01T00:00:00Z', '2026-01-31T08:05:09'])('do not include %j', (text) => {
    expect(parseTimestamp(text)).toBeNull();
  });

  it('stay numbers when RFC 3339 has no name for them', () => {
    expect(toJson({ at: -1 })).toBe('{"at":-1}');
    expect(formatTimestamp(Number.MAX_VALUE)).toBeNull();
  });
});

describe('key spelling', () => {
  it('is undone by its inverse', () => {
    const word = fc.stringMatching(/^[a-z]+([A-Z][a-z]*){0,3}$/);
    fc.assert(fc.property(word, (key) => camelCase(snakeCase(key)) === key));
  });
});
