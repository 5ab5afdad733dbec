import type { Control, SessionInfo } from '../model/control.ts';
import type { Failure } from '../model/failure.ts';
import { err, ok, type Result } from '../model/result.ts';
import { fromJsonValue, type JsonObject } from '../wire/json.ts';
import { isKnownReason } from '../wire/known-reasons.ts';
import { logLinesFromJson, type WireLogLine } from '../wire/log-lines-json.ts';
import { type ClientRequest, type ClientResponse, PROTOCOL_VERSION } from '../wire/protocol.ts';
import { ClientConnection } from './client-connection.ts';

/** `Control` of a session in another process. */
export interface RemoteSession extends Control {
  /** The session as it was when it was connected to. */
  readonly hello: SessionInfo;
  /** Resolves when the connection has ended: the session is over, or `close` was called. */
  readonly closed: Promise<void>;
  /** Ends the connection; calls that wait for an answer fail. The session goes on. */
  close(): void;
}

export interface ConnectOptions {
  /** How long the session may take to say who it is. */
  readonly handshakeTimeoutMs: number;
}

type ResponseType = Exclude<ClientResponse['type'], 'Error'>;
type ResponseOf<T extends ResponseType> = Extract<ClientResponse, { readonly type: T }>;

/** Linux says EAGAIN when the queue of connections that nobody accepts is full. */
const NOBODY_ACCEPTS = 'EAGAIN';

/**
 * Connects to the session that listens on `socketPath`.
 *
 * The connection does not keep the process alive unless an answer is awaited.
 *
 * @returns `no-session` when nobody listens there, `session-unresponsive` when somebody does and does not answer.
 */
export async function connectSession(
  socketPath: string,
  options: ConnectOptions,
): Promise<Result<RemoteSession, Failure>> {
  const connection = new ClientConnection(socketPath);
  const unresponsive: Failure = { reason: 'session-unresponsive', timeoutMs: options.handshakeTimeoutMs };
  const hello = await withTimeout(greet(connection), options.handshakeTimeoutMs, unresponsive);
  if (hello.ok) return ok(new Remote(connection, hello.value));
  connection.close();
  const stuck = hello.failure.reason === 'socket-failed' && hello.failure.detail === NOBODY_ACCEPTS;
  return err(stuck ? unresponsive : hello.failure);
}

async function greet(connection: ClientConnection): Promise<Result<SessionInfo, Failure>> {
  const hello = await ask(connection, { type: 'Hello', protocol: PROTOCOL_VERSION }, 'Hello');
  if (!hello.ok) return hello;
  const { protocol, session } = hello.value;
  if (protocol === PROTOCOL_VERSION) return ok(session);
  const detail = `the session speaks version ${protocol} of the protocol and this pom version ${PROTOCOL_VERSION}`;
  return err({ reason: 'operation-failed', detail });
}

class Remote implements RemoteSession {
  readonly hello: SessionInfo;
  readonly #connection: ClientConnection;

  constructor(connection: ClientConnection, hello: SessionInfo) {
    this.#connection = connection;
    this.hello = hello;
  }

  get closed(): Promise<void> {
    return this.#connection.closed;
  }

  async session(): ReturnType<Control['session']> {
    return map(await this.#ask({ type: 'GetSession' }, 'Session'), ({ session }) => session);
  }

  async usage(): ReturnType<Control['usage']> {
    return map(await this.#ask({ type: 'GetUsage' }, 'Usage'), ({ usage }) => usage);
  }

  async loopDelay(...[forMs]: Parameters<Control['loopDelay']>): ReturnType<Control['loopDelay']> {
    return map(await this.#ask({ type: 'GetLoopDelay', forMs }, 'LoopDelay'), ({ delay }) => delay);
  }

  async resources(...[processId]: Parameters<Control['resources']>): ReturnType<Control['resources']> {
    return map(await this.#ask({ type: 'GetResources', processId }, 'Resources'), ({ resources }) => resources);
  }

  async resourceHistory(
    ...[processId, afterMs]: Parameters<Control['resourceHistory']>
  ): ReturnType<Control['resourceHistory']> {
    return map(await this.#ask({ type: 'GetResourceHistory', processId, afterMs }, 'ResourceHistory'), withoutType);
  }

  async timeline(...[processId, since]: Parameters<Control['timeline']>): ReturnType<Control['timeline']> {
    return map(await this.#ask({ type: 'GetTimeline', processId, since }, 'Timeline'), withoutType);
  }

  async list(...[processId]: Parameters<Control['list']>): ReturnType<Control['list']> {
    return map(await this.#ask({ type: 'ListProcesses', processId }, 'Processes'), ({ processes }) => processes);
  }

  async status(...[processId]: Parameters<Control['status']>): ReturnType<Control['status']> {
    return map(await this.#ask({ type: 'GetProcessStatus', processId }, 'Status'), withoutType);
  }

  async why(...[processId]: Parameters<Control['why']>): ReturnType<Control['why']> {
    return map(await this.#ask({ type: 'Why', processId }, 'Why'), withoutType);
  }

  async environment(...[processId]: Parameters<Control['environment']>): ReturnType<Control['environment']> {
    const reply = await this.#ask({ type: 'GetEnvironment', processId }, 'Environment');
    return map(reply, ({ environment }) => environment);
  }

  async explainEnvironment(
    ...[processId]: Parameters<Control['explainEnvironment']>
  ): ReturnType<Control['explainEnvironment']> {
    const reply = await this.#ask({ type: 'ExplainEnvironment', processId }, 'EnvironmentExplained');
    return map(reply, ({ environment }) => environment);
  }

  async act(...[verb, processId, options]: Parameters<Control['act']>): ReturnType<Control['act']> {
    const { wait, dependencies } = options;
    const requests = {
      start: { type: 'StartProcess', processId, wait, dependencies },
      stop: { type: 'StopProcess', processId, wait },
      restart: { type: 'RestartProcess', processId, wait },
    } as const;
    return map(await this.#ask(requests[verb], 'Ok'), ({ outcomes }) => outcomes);
  }

  async signal(...[processId, signal]: Parameters<Control['signal']>): ReturnType<Control['signal']> {
    return map(await this.#ask({ type: 'SignalProcess', processId, signal }, 'Ok'), ({ outcomes }) => outcomes);
  }

  async send(...[processId, bytes, timeoutMs, signal]: Parameters<Control['send']>): ReturnType<Control['send']> {
    const data = Buffer.from(bytes).toString('base64');
    const reply = await ask(this.#connection, { type: 'SendInput', processId, data, timeoutMs }, 'Ok', signal);
    return map(reply, ({ outcomes }) => outcomes);
  }

  async terminal(
    ...[processId, after, waitMs, signal]: Parameters<Control['terminal']>
  ): ReturnType<Control['terminal']> {
    const reply = await this.#ask({ type: 'GetTerminal', processId, after, waitMs }, 'Terminal', signal);
    return map(reply, ({ next, data, missed }) => ({ next, bytes: Buffer.from(data, 'base64'), missed }));
  }

  async resizeTerminal(
    ...[processId, size]: Parameters<Control['resizeTerminal']>
  ): ReturnType<Control['resizeTerminal']> {
    return map(await this.#ask({ type: 'ResizeTerminal', processId, ...size }, 'Resized'), () => undefined);
  }

  async scale(...[processId, replicas]: Parameters<Control['scale']>): ReturnType<Control['scale']> {
    return map(await this.#ask({ type: 'ScaleProcess', processId, replicas }, 'Ok'), ({ outcomes }) => outcomes);
  }

  async wait(...[processId, goal, timeoutMs, signal]: Parameters<Control['wait']>): ReturnType<Control['wait']> {
    return map(await this.#ask({ type: 'Wait', processId, goal, timeoutMs }, 'Ok', signal), ({ outcomes }) => outcomes);
  }

  async logs(...[request, signal]: Parameters<Control['logs']>): ReturnType<Control['logs']> {
    const { processes, ...query } = request;
    const reply = await this.#ask({ type: 'GetLogs', processId: processes, ...query }, 'Logs', signal);
    return map(reply, withoutType);
  }

  async events(...[after, waitMs, signal]: Parameters<Control['events']>): ReturnType<Control['events']> {
    return map(await this.#ask({ type: 'GetEvents', after, waitMs }, 'Events', signal), withoutType);
  }

  async configuration(): ReturnType<Control['configuration']> {
    return map(await this.#ask({ type: 'GetConfiguration' }, 'Configuration'), ({ configuration }) => configuration);
  }

  async plan(): ReturnType<Control['plan']> {
    return map(await this.#ask({ type: 'Plan' }, 'Plan'), ({ plan }) => plan);
  }

  async reload(): ReturnType<Control['reload']> {
    return map(await this.#ask({ type: 'Reload' }, 'Reloaded'), ({ plan }) => plan);
  }

  async shutdown(): ReturnType<Control['shutdown']> {
    return map(await this.#ask({ type: 'Shutdown' }, 'Ok'), ({ outcomes }) => outcomes);
  }

  close(): void {
    this.#connection.close();
  }

  #ask<T extends ResponseType>(request: ClientRequest, type: T, signal?: AbortSignal) {
    return ask(this.#connection, request, type, signal);
  }
}

/** `SendInput` as it is written: bytes are base64 on the wire. */
interface EncodedInput {
  readonly type: 'SendInput';
  readonly processId: readonly string[];
  readonly data: string;
  readonly timeoutMs: number | null;
}

/** Asks and reads the answer: of the type that answers this request, or `Error`. What the session says is trusted. */
async function ask<T extends ResponseType>(
  connection: ClientConnection,
  request: ClientRequest | EncodedInput,
  type: T,
  signal?: AbortSignal,
): Promise<Result<ResponseOf<T>, Failure>> {
  const reply = await connection.ask(request, signal);
  if (!reply.ok) return reply;
  const { id: _, ...response } = reply.value;
  if (response.type === 'Error') return err(failureOf(response));
  if (response.type === type) return ok(readResponse(response) as ResponseOf<T>);
  return err({ reason: 'operation-failed', detail: `the session gave an answer of another kind than ${type}` });
}

function failureOf({ code, message, failure }: JsonObject): Failure {
  if (typeof code === 'string' && isKnownReason(code) && failure !== undefined) {
    return fromJsonValue(failure) as Failure;
  }
  return { reason: 'operation-failed', detail: String(message) };
}

function readResponse({ lines, ...rest }: JsonObject): unknown {
  if (rest.type !== 'Logs') return fromJsonValue(lines === undefined ? rest : { lines, ...rest });
  return { ...(fromJsonValue(rest) as object), lines: logLinesFromJson(lines as unknown as readonly WireLogLine[]) };
}

function withoutType<R extends { readonly type: string }>(response: R): Omit<R, 'type'> {
  const { type: _, ...rest } = response;
  return rest;
}

function map<T, U>(result: Result<T, Failure>, change: (value: T) => U): Result<U, Failure> {
  return result.ok ? ok(change(result.value)) : result;
}

async function withTimeout<T>(
  promise: Promise<Result<T, Failure>>,
  timeoutMs: number,
  failure: Failure,
): Promise<Result<T, Failure>> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Result<T, Failure>>((resolve) => {
    timer = setTimeout(() => resolve(err(failure)), timeoutMs);
  });
  const result = await Promise.race([promise, timeout]);
  clearTimeout(timer);
  return result;
}
