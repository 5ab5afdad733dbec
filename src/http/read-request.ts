import type { BadRequest } from '../model/failure.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { Json, JsonObject } from '../wire/json.ts';
import type { JsonSchema } from '../wire/json-schema.ts';
import { parseRequest, type RequestType, requestSchema } from '../wire/parse-request.ts';
import type { ClientRequest } from '../wire/protocol.ts';
import type { Parameter, Route } from './route.ts';

/** Where the fields of a request come from. */
export interface RequestParts {
  readonly path: { readonly [name: string]: string };
  readonly query: URLSearchParams;
  /** Empty without a body. */
  readonly body: JsonObject;
}

/** What a route is asked, checked and filled in by the reader that the socket has, too. */
export function readRequest(route: Route, parts: RequestParts): Result<ClientRequest, BadRequest> {
  const stranger = strangerIn(route, parts);
  if (stranger !== null) return refuse(stranger);
  const message: Record<string, Json> = { type: route.request, ...parts.body };
  const given = new Set<string>();
  for (const parameter of route.parameters) {
    const values = valuesOf(parameter, parts);
    if (values.length === 0) continue;
    if (values.length > 1 && parameter.repeated === undefined) return refuse(`"${parameter.name}" is there twice`);
    const schema = fieldSchema(route.request, parameter.field);
    const read = values.map((value) => fromText(value, schema));
    if (given.has(parameter.field)) return refuse(`"${parameter.name}" cannot be together with another search`);
    given.add(parameter.field);
    place(message, parameter.field, parameter.repeated === undefined ? (read[0] ?? null) : read);
  }
  for (const [field, value] of Object.entries(route.fixed?.(queryNames(parts)) ?? {})) place(message, field, value);
  return parseRequest(message, 'the request');
}

/** What a field of a request must be. */
export function fieldSchema(request: RequestType, field: string): JsonSchema {
  let schema: JsonSchema = requestSchema(request);
  for (const name of field.split('.')) {
    const next = schema.properties?.[name];
    if (next === undefined) throw new Error(`Internal error: ${request} has no field ${field}`);
    schema = next;
  }
  return schema;
}

function strangerIn(route: Route, { query, body }: RequestParts): string | null {
  const known = new Set(route.parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name));
  const inQuery = [...query.keys()].find((name) => !known.has(name));
  if (inQuery !== undefined) return `there is no parameter ${JSON.stringify(inQuery.slice(0, 60))}`;
  const inBody = Object.keys(body).find((name) => !route.body.includes(name));
  return inBody === undefined ? null : `there is no member ${JSON.stringify(inBody.slice(0, 60))}`;
}

function queryNames({ query }: RequestParts): ReadonlySet<string> {
  return new Set(query.keys());
}

function valuesOf({ in: place, name }: Parameter, { path, query }: RequestParts): readonly string[] {
  if (place === 'query') return query.getAll(name);
  const value = path[name];
  return value === undefined ? [] : [value];
}

/** Text as the value that it stands for, where the schema has room for anything but text. */
function fromText(text: string, schema: JsonSchema): Json {
  const types = [schema, ...(schema.anyOf ?? [])].flatMap(({ type }) => type ?? []);
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  if ((types.includes('integer') || types.includes('number')) && /^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  return text;
}

/** Sets a field, or a field of a field. */
function place(message: Record<string, Json>, field: string, value: Json): void {
  const [outer = field, inner] = field.split('.');
  if (inner === undefined) message[outer] = value;
  else message[outer] = { ...(message[outer] as JsonObject | undefined), [inner]: value };
}

function refuse(detail: string): Result<never, BadRequest> {
  return err({ reason: 'bad-request', detail });
}

/** A body to the JSON object it must be. No body is an empty object. */
export function readBody(text: string): Result<JsonObject, BadRequest> {
  if (text.trim() === '') return ok({});
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('the body is not JSON');
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? ok(value as JsonObject) : refuse('the body is not a JSON object');
}
