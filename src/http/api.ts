import { Hono } from 'hono';
import type { Control } from '../model/control.ts';
import type { Failure } from '../model/failure.ts';
import { ok, type Result } from '../model/result.ts';
import type { JsonObject } from '../wire/json.ts';
import type { RequestType } from '../wire/parse-request.ts';
import { receiveBody } from './body.ts';
import { openApiDocument } from './openapi.ts';
import type { PageFiles } from './page-files.ts';
import { httpProblem, PROBLEM_TYPE, type Problem, problemOf, problemText } from './problem.ts';
import { pullStream } from './pull-stream.ts';
import { readBody, readRequest } from './read-request.ts';
import { type Call, JSON_TYPE, type Reply, type Route } from './route.ts';
import { ROUTES } from './routes/index.ts';

const ROOT = '/api/v1';

/** What a stream ends with that is cut off here. */
const CUT_OFF: Failure = { reason: 'operation-failed', detail: 'the HTTP API is configured anew' };

/**
 * The API and the page, without what guards them: from requests, as the Web has them, to answers.
 *
 * @param streamSignal of the streams that begin now: aborts when they are to end.
 */
export function apiOf(
  control: Control,
  version: string,
  page: PageFiles,
  streamSignal: () => AbortSignal,
): { readonly fetch: (request: Request) => Response | Promise<Response> } {
  const app = new Hono();
  const api = app.basePath(ROOT);
  for (const route of ROUTES) {
    const path = route.path.replace('{name}', ':name');
    api.on(route.method.toUpperCase(), path, (context) =>
      respond(route, control, context.req.raw, context.req.param(), streamSignal()),
    );
  }
  const document = JSON.stringify(openApiDocument(ROUTES, version));
  api.get('/openapi.json', () => textResponse(document, JSON_TYPE));
  for (const [path, { mediaType, bytes }] of page) {
    app.get(path, () => new Response(bytes, { headers: { 'content-type': mediaType } }));
  }
  app.notFound(({ req }) => elsewhere(app, req.raw));
  app.onError((error) => {
    // A bug of ours goes where every exception goes that nobody catches.
    queueMicrotask(() => {
      throw error;
    });
    return problemResponse({ status: 500, code: 'operation-failed', detail: 'pom has a bug' });
  });
  return { fetch: (request) => app.fetch(request) };
}

async function respond(
  route: Route,
  control: Control,
  raw: Request,
  path: { readonly [name: string]: string },
  streamSignal: AbortSignal,
): Promise<Response> {
  const body = route.method === 'get' ? ok({}) : await bodyOf(raw);
  if (!body.ok) return problemResponse(body.failure);
  const request = readRequest(route, { path, query: new URL(raw.url).searchParams, body: body.value });
  if (!request.ok) return problemResponse(problemOf(request.failure));
  const lastEventId = eventIdOf(raw);
  if (lastEventId === 'wrong') {
    return problemResponse(problemOf({ reason: 'bad-request', detail: 'Last-Event-ID is not an id of this stream' }));
  }
  const mediaType = preferred(route, raw);
  const call = { control, request: request.value, signal: raw.signal, mediaType, lastEventId };
  const reply = await route.answer(call as Call<RequestType>);
  return reply.ok ? replyResponse(reply.value, mediaType, streamSignal) : problemResponse(problemOf(reply.failure));
}

function replyResponse(reply: Reply, mediaType: string, streamSignal: AbortSignal): Response {
  switch (reply.kind) {
    case 'whole':
      return textResponse(reply.text, mediaType);
    case 'problem':
      return problemResponse(reply.problem);
    case 'stream':
      return new Response(pullStream(reply.parts, { signal: streamSignal, lastPart: reply.end(CUT_OFF) }), {
        headers: { 'content-type': mediaType },
      });
    default:
      return reply satisfies never;
  }
}

async function bodyOf(raw: Request): Promise<Result<JsonObject, Problem>> {
  const text = await receiveBody(raw);
  if (!text.ok) return text;
  const body = readBody(text.value);
  return body.ok ? body : { ok: false, failure: problemOf(body.failure) };
}

/** The first media type of the route, but for one that the request names. */
function preferred({ answers }: Route, raw: Request): string {
  const types = Object.keys(answers);
  const accepted = (raw.headers.get('accept') ?? '').split(',').map((each) => each.split(';')[0]?.trim().toLowerCase());
  return types.find((type) => accepted.includes(type)) ?? types[0] ?? JSON_TYPE;
}

function eventIdOf(raw: Request): number | null | 'wrong' {
  const text = raw.headers.get('last-event-id') ?? '';
  if (text === '') return null;
  const id = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(id) ? id : 'wrong';
}

/** No route has the path, or none with this method. */
function elsewhere(app: Hono, raw: Request): Response {
  const { pathname } = new URL(raw.url);
  const methods = ['GET', 'POST'].filter((method) => app.router.match(method, pathname)[0].length > 0);
  if (methods.length === 0)
    return problemResponse(httpProblem('not-found', `there is nothing here; the API is at ${ROOT}`));
  const response = problemResponse(httpProblem('method-not-allowed', `only ${methods.join(' and ')} here`));
  response.headers.set('allow', methods.join(', '));
  return response;
}

export function problemResponse(problem: Problem): Response {
  const response = new Response(problemText(problem), { status: problem.status });
  response.headers.set('content-type', PROBLEM_TYPE);
  return response;
}

function textResponse(text: string, mediaType: string): Response {
  return new Response(text, { headers: { 'content-type': mediaType } });
}
