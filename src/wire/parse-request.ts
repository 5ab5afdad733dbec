import type { BadRequest } from '../model/failure.ts';
import type { Stream } from '../model/log-line.ts';
import { ALL_LOGS, type TextSearch } from '../model/logs-request.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { TerminalCursor } from '../model/terminal.ts';
import { decodeMessage } from './decode-message.ts';
import {
  base64,
  cells,
  count,
  didYouMean,
  type Fields,
  flag,
  milliseconds,
  nested,
  oneOf,
  optional,
  quote,
  readFields,
  requestId,
  required,
  runNumber,
  schemaOf,
  signalName,
  targets,
  text,
  time,
} from './field-readers.ts';
import type { JsonObject } from './json.ts';
import type { JsonSchema } from './json-schema.ts';
import { type ClientRequest, PROTOCOL_VERSION, type RequestId } from './protocol.ts';

/** The kinds of requests. */
export type RequestType = ClientRequest['type'];
/** A request of one kind. */
export type RequestOf<T extends RequestType> = Extract<ClientRequest, { readonly type: T }>;

/** Every kind of request with its fields: the protocol as a table. */
const REQUESTS: { readonly [T in RequestType]: Fields<Omit<RequestOf<T>, 'type'>> } = {
  Hello: { protocol: optional(count, PROTOCOL_VERSION) },
  GetSession: {},
  GetUsage: {},
  GetLoopDelay: { forMs: required(milliseconds) },
  ListProcesses: { processId: optional(targets, []) },
  GetResources: { processId: optional(targets, []) },
  GetResourceHistory: { processId: optional(targets, []), afterMs: optional(milliseconds, null) },
  GetTimeline: { processId: optional(targets, []), since: optional(time, null) },
  GetProcessStatus: { processId: required(text) },
  Why: { processId: required(text) },
  GetEnvironment: { processId: required(text) },
  ExplainEnvironment: { processId: required(text) },
  GetLogs: {
    processId: optional(targets, ALL_LOGS.processes),
    stream: optional(oneOf<Stream>(['stdout', 'stderr']), ALL_LOGS.stream),
    after: optional(count, ALL_LOGS.after),
    before: optional(count, ALL_LOGS.before),
    since: optional(time, ALL_LOGS.since),
    until: optional(time, ALL_LOGS.until),
    run: optional(runNumber, ALL_LOGS.run),
    search: optional(
      nested<TextSearch>({
        pattern: required(text),
        kind: optional(oneOf(['text', 'regex']), 'text'),
        ignoreCase: optional(flag, false),
      }),
      ALL_LOGS.search,
    ),
    context: optional(count, ALL_LOGS.context),
    limit: optional(count, ALL_LOGS.limit),
    from: optional(oneOf(['start', 'end']), ALL_LOGS.from),
    waitMs: optional(milliseconds, ALL_LOGS.waitMs),
    raw: optional(flag, ALL_LOGS.raw),
    revision: optional(count, ALL_LOGS.revision),
    countOnly: optional(flag, ALL_LOGS.countOnly),
  },
  GetEvents: { after: optional(count, null), waitMs: optional(milliseconds, 0) },
  StartProcess: { processId: required(targets), wait: optional(flag, true), dependencies: optional(flag, true) },
  StopProcess: { processId: required(targets), wait: optional(flag, true) },
  RestartProcess: { processId: required(targets), wait: optional(flag, true) },
  SignalProcess: { processId: required(targets), signal: required(signalName) },
  SendInput: {
    processId: required(targets),
    text: optional(text, null),
    data: optional(base64, null),
    timeoutMs: optional(milliseconds, null),
  },
  GetTerminal: {
    processId: required(text),
    after: optional(
      nested<TerminalCursor>({ run: required(count), offset: required(count), live: required(flag) }),
      null,
    ),
    waitMs: optional(milliseconds, 0),
  },
  ResizeTerminal: { processId: required(text), columns: required(cells), rows: required(cells) },
  ScaleProcess: { processId: required(text), replicas: required(count) },
  Wait: {
    processId: required(targets),
    goal: required(oneOf(['ready', 'running', 'exit', 'stopped'])),
    timeoutMs: optional(milliseconds, null),
  },
  GetConfiguration: {},
  Plan: {},
  Reload: {},
  Shutdown: {},
  Cancel: { requestId: required(requestId) },
};

/** The fields of a request, by their names on the wire; without `type` and `id`. */
export function requestSchema(type: RequestType): JsonSchema {
  return schemaOf(REQUESTS[type] as Fields<unknown>);
}

const REQUEST_TYPES = Object.keys(REQUESTS) as readonly RequestType[];

/** What somebody sent as one line. */
export interface ReceivedRequest {
  /** What the reply must repeat; null when there is none, or none that can be repeated. */
  readonly id: RequestId | null;
  readonly request: Result<ClientRequest, BadRequest>;
}

/** A line to the request it must be, with everything that was left out filled in. */
export function readRequest(line: Uint8Array): ReceivedRequest {
  const message = decodeMessage(line);
  if (!message.ok) return { id: null, request: message };
  const id = parseRequestId(message.value);
  return id.ok ? { id: id.value, request: parseRequest(message.value) } : { id: null, request: id };
}

/**
 * A message to the request it must be.
 *
 * @param what the request is called where something is wrong with it; by default its type.
 */
export function parseRequest(message: JsonObject, what?: string): Result<ClientRequest, BadRequest> {
  const type = REQUEST_TYPES.find((candidate) => candidate === message.type);
  if (type === undefined) return refuse(unknownType(message.type));
  const fields = readFields(message, REQUESTS[type] as Fields<unknown>, what ?? type, ['type', 'id']);
  return fields.ok ? ok({ type, ...(fields.value as object) } as ClientRequest) : refuse(fields.failure);
}

function parseRequestId(message: JsonObject): Result<RequestId | null, BadRequest> {
  const id = message.id ?? null;
  if (id === null) return ok(null);
  const result = requestId(id);
  return result.ok ? result : refuse(`id must be ${result.failure}`);
}

function unknownType(type: unknown): string {
  if (typeof type !== 'string') return 'a request needs a "type", such as {"type":"ListProcesses"}';
  const hint = didYouMean(type, REQUEST_TYPES) || `; there are ${REQUEST_TYPES.join(', ')}`;
  return `there is no request ${quote(type)}${hint}`;
}

function refuse(detail: string): Result<never, BadRequest> {
  return err({ reason: 'bad-request', detail });
}
