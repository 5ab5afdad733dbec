import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { LogLine } from '../../src/model/log-line.ts';
import { toJson } from '../../src/wire/json.ts';
import {
  logLinesFromJson,
  logLinesToJson,
  type WireLogLine,
  withLogLinesToJson,
} from '../../src/wire/log-lines-json.ts';

const line: fc.Arbitrary<LogLine> = fc.record({
  id: fc.nat(),
  process: fc.string({ unit: 'grapheme' }),
  stream: fc.constantFrom('stdout' as const, 'stderr' as const),
  run: fc.nat(),
  timestamp: fc.nat().map((us) => 1_700_000_000_000 + us / 1000),
  bytes: fc.oneof(
    fc.uint8Array(),
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
  ),
  partial: fc.boolean(),
});

const parse = (lines: readonly string[]) => lines.map((text) => JSON.parse(text) as WireLogLine);

describe('log lines as JSON', () => {
  it('are what the general rule makes of them', () => {
    fc.assert(
      fc.property(fc.array(line), fc.boolean(), (lines, raw) => {
        expect(parse(logLinesToJson(lines, { raw }))).toEqual(lines.map((each) => JSON.parse(toJson(each, { raw }))));
      }),
    );
  });

  it('come back exactly when they are raw, and as text otherwise', () => {
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const exact = logLinesFromJson(parse(logLinesToJson(lines, { raw: true })));
        expect(exact.map(({ bytes }) => [...bytes])).toEqual(lines.map(({ bytes }) => [...bytes]));
        const asText = logLinesFromJson(parse(logLinesToJson(lines)));
        // The end of a terminal's lines, CR LF, is none of their text.
        const textOf = ({ bytes }: LogLine) => Buffer.from(bytes).toString().replace(/\r$/, '');
        expect(asText.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(lines.map(textOf));
        expect(asText.map(({ timestamp, id }) => [timestamp, id])).toEqual(lines.map((l) => [l.timestamp, l.id]));
      }),
    );
  });

  it('hold nothing that a terminal would obey', () => {
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const text = withLogLinesToJson({ lines, next: 1 });
        expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
        expect(JSON.parse(text)).toMatchObject({ next: 1 });
      }),
    );
  });
});
