/** Every operation of the document, asked what its schemas allow and what they do not. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { err, ok } from '../../src/model/result.ts';
import type { JsonSchema } from '../../src/wire/json-schema.ts';
import { fakeControl, SAMPLE } from '../rig/fake-control.ts';
import { type ServedControl, served } from '../rig/http.ts';
import {
  DocumentedAnswers,
  type DocumentedOperation,
  type OpenApiDocument,
  operationsOf,
  readDocument,
} from './document.ts';

/** How long a stream waits for its next lines: that is how the requests of one are told from a page's. */
const STREAM_WAITS_MS = 15_000;

let http: ServedControl;
let document: OpenApiDocument;
let answers: DocumentedAnswers;

beforeAll(async () => {
  const over = async () => err({ reason: 'no-session' } as const);
  http = await served(
    fakeControl({
      act: async () => ok([]),
      signal: async () => ok([]),
      send: async () => ok([]),
      scale: async () => ok([]),
      logs: async (request) => (request.waitMs === STREAM_WAITS_MS ? over() : ok(SAMPLE.page)),
      events: async (_, waitMs) => (waitMs > 0 ? over() : ok({ events: SAMPLE.events, next: 12, missed: 0 })),
    }),
  );
  document = await readDocument(http);
  answers = new DocumentedAnswers(document);
});
afterAll(async () => {
  await http[Symbol.asyncDispose]();
});

/** Values that a schema allows. */
function allowed(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(allowed));
  if (schema.pattern !== undefined) return fc.base64String();
  if (schema.format === 'date-time') {
    return fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((date) => date.toISOString());
  }
  const { minimum = 0, maximum = 1e9, minLength = 0 } = schema;
  switch (schema.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.maxSafeInteger().filter((value) => value >= minimum && value <= maximum);
    case 'number':
      return fc.integer({ min: minimum, max: 1e9 });
    case 'string':
      return fc.string({ minLength, unit: 'binary' });
    case 'array':
      return fc.array(allowed(schema.items ?? {}), { minLength: 1, maxLength: 3 });
    default:
      throw new Error(`no values for ${JSON.stringify(schema)}`);
  }
}

/** Anything at all. */
const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.integer(),
  fc.constantFrom('', 'null', '__proto__', '-1', '1e999', '%00', '../..', '💥', 'true'),
);

interface Asked {
  readonly path: string;
  readonly body: unknown;
}

function asking({ path, operation }: DocumentedOperation, value: (schema: JsonSchema) => fc.Arbitrary<unknown>) {
  const inQuery = operation.parameters.filter((parameter) => parameter.in === 'query');
  const query = fc.record(Object.fromEntries(inQuery.map(({ name, schema }) => [name, value(schema)])), {
    requiredKeys: [],
  });
  const [name] = operation.parameters.filter((parameter) => parameter.in === 'path');
  const body = operation.requestBody?.content['application/json']?.schema;
  const members = Object.entries(body?.properties ?? {}).map(([key, schema]) => [key, value(schema)] as const);
  return fc.record({
    path: fc.tuple(name === undefined ? fc.constant('') : value(name.schema), query).map(([target, fields]) => {
      const pairs = Object.entries(fields).flatMap(([key, values]) =>
        [values].flat().map((each): [string, string] => [key, String(each)]),
      );
      return `${path.replace('{name}', () => encodeURIComponent(String(target)))}?${new URLSearchParams(pairs)}`;
    }),
    body: fc.record(Object.fromEntries(members), { requiredKeys: [...(body?.required ?? [])] }),
  });
}

async function ask({ method, operation }: DocumentedOperation, { path, body }: Asked): Promise<number> {
  const response = await (method === 'get' ? http.get(path) : http.post(path, body));
  const text = await response.text();
  expect({ path, body, wrong: answers.check(operation, response, text) }).toMatchObject({ wrong: null });
  return response.status;
}

/** What no schema of a single field can say. */
function contradicts(path: string, body: unknown): boolean {
  const query = new URL(path, 'http://x').searchParams;
  const searches = Number(query.has('search')) + Number(query.has('regex'));
  const isAmbiguous = searches > 1 || (searches === 0 && query.has('ignore_case'));
  const isStream = path.startsWith('/logs/stream');
  const begins = query.has('limit') && (query.has('after') || query.has('since'));
  const { text, data } = body as { readonly text?: unknown; readonly data?: unknown };
  const isNoInput = path.includes('/send?') && (text === undefined) === (data === undefined);
  return isAmbiguous || (isStream && begins) || isNoInput;
}

describe('every operation', () => {
  it('accepts what its schemas allow', async () => {
    for (const each of operationsOf(document)) {
      await fc.assert(
        fc.asyncProperty(asking(each, allowed), async (asked) => {
          const status = await ask(each, asked);
          const isFine = !contradicts(asked.path, asked.body);
          expect({ asked, status }).toEqual({ asked, status: isFine ? 200 : 400 });
        }),
        { numRuns: 25 },
      );
    }
  }, 60_000);

  it('answers everything else with a documented problem, and never with a bug', async () => {
    for (const each of operationsOf(document)) {
      await fc.assert(
        fc.asyncProperty(
          asking(each, () => anything),
          async (asked) => {
            expect([200, 400, 404]).toContain(await ask(each, asked));
          },
        ),
        { numRuns: 25 },
      );
    }
  }, 60_000);
});
