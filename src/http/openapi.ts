import type { JsonSchema } from '../wire/json-schema.ts';
import { requestSchema } from '../wire/parse-request.ts';
import { ANSWER_SCHEMAS } from './answer-schemas.ts';
import { PROBLEM_SCHEMA, PROBLEM_TYPE, type ProblemCode, statusOf } from './problem.ts';
import { fieldSchema } from './read-request.ts';
import { JSON_TYPE, type Parameter, type Route } from './route.ts';

/** What any route may be refused with. */
const ALWAYS: readonly ProblemCode[] = ['bad-request', 'unauthorized', 'foreign-host', 'no-session'];
const ON_WRITES: readonly ProblemCode[] = ['too-large', 'not-json'];

/** The OpenAPI 3.1 document of the routes: made from what they are checked with. */
export function openApiDocument(routes: readonly Route[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'pom',
      version,
      description: 'The processes and logs of a running pom session. Every request carries the token of the session.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { ...ANSWER_SCHEMAS, Problem: PROBLEM_SCHEMA },
    },
  };
}

function operationOf(route: Route): object {
  const { method, path, tag, summary, description, answers } = route;
  return {
    operationId: operationId(method, path),
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    parameters: [...route.parameters.map((parameter) => parameterOf(route, parameter)), ...lastEventId(route)],
    ...(method === 'get' ? {} : { requestBody: bodyOf(route) }),
    responses: { 200: { description: 'Done.', content: contentOf(answers) }, ...problemsOf(route) },
  };
}

/** `POST /processes/{name}/start` is `postProcessesNameStart`. */
function operationId(method: string, path: string): string {
  const words = path.match(/[a-z]+/g) ?? [];
  return [method, ...words.map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`)].join('');
}

function parameterOf({ request }: Route, { in: place, name, field, description, repeated }: Parameter): object {
  const schema = fieldSchema(request, field);
  const alternatives = schema.anyOf ?? [schema];
  const one = alternatives.filter(({ type }) => type !== 'array');
  const item = one.length === 1 ? one[0] : schema;
  return {
    name,
    in: place,
    description,
    ...(place === 'path' ? { required: true } : {}),
    schema: repeated === undefined ? item : { type: 'array', items: item },
  };
}

function lastEventId({ answers }: Route): readonly object[] {
  if (!('text/event-stream' in answers)) return [];
  const description = 'Where an interrupted stream goes on. Browsers send it by themselves.';
  return [{ name: 'Last-Event-ID', in: 'header', description, schema: { type: 'integer', minimum: 0 } }];
}

function bodyOf({ request, body }: Route): object {
  const { properties = {}, required = [] } = requestSchema(request);
  const needed = required.filter((field) => body.includes(field));
  const schema: JsonSchema = {
    type: 'object',
    properties: Object.fromEntries(body.map((field) => [field, properties[field] ?? {}])),
    ...(needed.length === 0 ? {} : { required: needed }),
    additionalProperties: false,
  };
  return { required: needed.length > 0, content: contentOf({ [JSON_TYPE]: schema }) };
}

function problemsOf({ method, problems }: Route): object {
  const codes = [...ALWAYS, ...(method === 'get' ? [] : ON_WRITES), ...problems];
  const statuses = [...new Set(codes.map(statusOf))].sort();
  const content = contentOf({ [PROBLEM_TYPE]: { $ref: '#/components/schemas/Problem' } });
  return Object.fromEntries(
    statuses.map((status) => {
      const ofStatus = codes.filter((code) => statusOf(code) === status);
      return [status, { description: `A problem: ${[...new Set(ofStatus)].join(', ')}.`, content }];
    }),
  );
}

function contentOf(answers: { readonly [mediaType: string]: JsonSchema }): object {
  return Object.fromEntries(Object.entries(answers).map(([type, schema]) => [type, { schema }]));
}
