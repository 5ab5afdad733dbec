/** The document against the standard, and every answer against the document. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Control } from '../../src/model/control.ts';
import { err } from '../../src/model/result.ts';
import { fakeControl } from '../rig/fake-control.ts';
import { type ServedControl, served } from '../rig/http.ts';
import { DocumentedAnswers, type OpenApiDocument, operationsOf, readDocument } from './document.ts';

let http: ServedControl;
let document: OpenApiDocument;
let answers: DocumentedAnswers;

beforeAll(async () => {
  http = await served(ending());
  document = await readDocument(http);
  answers = new DocumentedAnswers(document);
});
afterAll(async () => {
  await http[Symbol.asyncDispose]();
});

/** A session that is over when somebody waits for more of it, so that streams end. */
function ending(): Control {
  const over = async () => err({ reason: 'no-session' } as const);
  const sample = fakeControl();
  return fakeControl({
    logs: (request) => (request.waitMs > 0 ? over() : sample.logs(request)),
    events: (after, waitMs) => (waitMs > 0 ? over() : sample.events(after, waitMs)),
  });
}

describe('the OpenAPI document', () => {
  it('names the version of pom, and asks for the token', () => {
    expect(document).toMatchObject({ openapi: '3.1.0', info: { version: '1.2.3' }, security: [{ token: [] }] });
  });

  it('has an operation for everything that is promised', () => {
    const operations = operationsOf(document).map(({ method, path }) => `${method} ${path}`);
    expect(operations.sort()).toMatchInlineSnapshot(`
[
  "get /config",
  "get /config/plan",
  "get /events",
  "get /events/stream",
  "get /graph",
  "get /logs",
  "get /logs/stream",
  "get /metrics",
  "get /processes",
  "get /processes/{name}",
  "get /processes/{name}/why",
  "get /resources/history",
  "get /session",
  "get /timeline",
  "post /config/reload",
  "post /processes/{name}/restart",
  "post /processes/{name}/scale",
  "post /processes/{name}/send",
  "post /processes/{name}/signal",
  "post /processes/{name}/start",
  "post /processes/{name}/stop",
]
`);
  });

  it('describes every parameter and every operation, which have names of their own', () => {
    const operations = operationsOf(document);
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
    for (const { operation } of operations) {
      expect(operation.summary).not.toBe('');
      for (const { description } of operation.parameters) expect(description).not.toBe('');
    }
  });

  it('tells how a field must be in the words of the socket', () => {
    const [limit] = operationsOf(document)
      .filter(({ path }) => path === '/logs')
      .flatMap(({ operation }) => operation.parameters.filter(({ name }) => name === 'limit'));
    expect(limit?.schema).toEqual({ type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
  });
});

describe('an answer', () => {
  it('to every reading operation is as the document says', async () => {
    const reading = operationsOf(document).filter(({ method }) => method === 'get');
    for (const { path, operation } of reading) {
      const response = await http.get(path.replace('{name}', 'api'));
      expect(response.status).toBe(200);
      expect(answers.check(operation, response, await response.text())).toBeNull();
    }
  });

  it('to every acting operation is, too', async () => {
    const bodies: Readonly<Record<string, object>> = {
      signal: { signal: 'SIGHUP' },
      send: { text: 'hello\n' },
      scale: { replicas: 2 },
    };
    for (const { path, operation } of operationsOf(document).filter(({ method }) => method === 'post')) {
      const response = await http.post(path.replace('{name}', 'api'), bodies[path.split('/').at(-1) ?? ''] ?? {});
      expect(answers.check(operation, response, await response.text())).toBeNull();
    }
  });
});
