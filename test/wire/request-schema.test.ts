/** The two faces of the table of requests: its readers, and its schemas. */
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import type { JsonObject } from '../../src/wire/json.ts';
import { parseRequest, type RequestType, requestSchema } from '../../src/wire/parse-request.ts';
import { parseTimestamp } from '../../src/wire/timestamp.ts';

const TYPES: readonly RequestType[] = [
  'GetLogs',
  'GetTerminal',
  'ResizeTerminal',
  'ScaleProcess',
  'SendInput',
  'SignalProcess',
  'StartProcess',
  'Wait',
  'Cancel',
];

const ajv = new Ajv2020({ strict: false, formats: { 'date-time': (text: string) => parseTimestamp(text) !== null } });

const word = fc.constantFrom(
  'api',
  '',
  'current',
  'stdout',
  'start',
  'regex',
  'SIGHUP',
  'ready',
  '2026-01-31T08:05:09Z',
  'aGk=',
  'a*',
);
const number = fc.oneof(fc.integer({ min: -2, max: 3 }), fc.constantFrom(1.5, 65_536, 2 ** 53));
const scalar = fc.oneof(word, number, fc.boolean());
const search = fc.record(
  { pattern: scalar, kind: scalar, ignore_case: scalar, stranger: scalar },
  { requiredKeys: [] },
);
const cursor = fc.record({ run: scalar, offset: scalar, live: scalar }, { requiredKeys: [] });
const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 2 }), search, cursor);

describe('the schema of a request', () => {
  it.each(TYPES)('of %s allows what is read, and nothing else', (type) => {
    const schema = requestSchema(type);
    const allows = ajv.compile(schema);
    const fields = Object.fromEntries(
      [...Object.keys(schema.properties ?? {}), 'stranger'].map((name) => [name, value]),
    );
    const someFields = fc.record(fields, { requiredKeys: [...(schema.required ?? [])] });
    fc.assert(
      fc.property(someFields, (request) => {
        const read = parseRequest({ ...(request as JsonObject), type });
        expect({ request, isRead: read.ok }).toEqual({ request, isRead: allows(request) });
      }),
      { numRuns: 2000 },
    );
  });
});
