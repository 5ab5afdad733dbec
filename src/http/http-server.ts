import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { getRequestListener } from '@hono/node-server';
import type { Control } from '../model/control.ts';
import type { HttpFailure } from '../model/failure.ts';
import { err, ok, type Result } from '../model/result.ts';
import { apiOf } from './api.ts';
import { refusalOf } from './guard.ts';
import { OpenAnswers } from './open-answers.ts';
import { originOf, ownHosts } from './own-hosts.ts';
import { readPageFiles } from './page-files.ts';
import { PROBLEM_TYPE, type Problem, problemText } from './problem.ts';

export interface HttpOptions {
  /** A name or an address; `0.0.0.0` and `::` are all of this machine. */
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** What every request must carry. */
  readonly token: string;
  /** Of pom. */
  readonly version: string;
  /** Connections beyond it are closed at once. */
  readonly maxConnections?: number;
  /** How long `close` lets clients take the answers that are on their way. */
  readonly closeGraceMs?: number;
}

export interface RunningHttp {
  /** `http://HOST:PORT`, as a program on this machine finds it. */
  readonly origin: string;
  /** From now on requests must carry another token. Streams end, those of whoever had the old one among them. */
  admit(token: string): void;
  /** Stops listening at once, and has streams say that they end. What else is being answered is answered to the end. */
  leave(): void;
  /**
   * Stops listening and closes every connection, each when what is under way on it has been answered; those that take
   * too long, too. Streams go on as long as the session has something to say, unless there was a `leave` before.
   * Resolves when all are closed. Not to be awaited by what a request has asked for: its answer is among them.
   */
  close(): Promise<void>;
}

/** Streams count, and browsers open six at most. */
const MAX_CONNECTIONS = 100;

const DEFAULT_CLOSE_GRACE_MS = 1_000;

/** Whoever takes longer to ask is not asking. */
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16 * 1024,
} as const;

/** On every answer: nobody else may show, frame, keep or guess at what is here. */
const HEADERS = {
  'cache-control': 'no-store',
  // Nothing from elsewhere, no script or style that is not a file of ours, and no text that becomes markup.
  'content-security-policy': [
    "default-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** Listens and answers with `control`. */
export async function serveHttp(control: Control, options: HttpOptions): Promise<Result<RunningHttp, HttpFailure>> {
  const { host, version } = options;
  let { token } = options;
  const server = createServer(LIMITS);
  const answers = new OpenAnswers(server);
  const api = apiOf(control, version, await readPageFiles(), () => answers.streamSignal);
  const answer = getRequestListener(api.fetch, { overrideGlobalObjects: false });
  server.maxConnections = options.maxConnections ?? MAX_CONNECTIONS;
  const listening = await listen(server, options);
  if (!listening.ok) return listening;
  const { port } = server.address() as AddressInfo;
  const hosts = () => ownHosts({ host, port }, thisMachine());
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    answers.begin(response);
    const refusal = refusalOf(request, { hosts: hosts(), token });
    if (refusal === null) void answer(request, response);
    else refuse(response, refusal);
  });
  let stopped: Promise<void> | null = null;
  /** Resolves when the last connection is closed, too. */
  const stop = (): Promise<void> => {
    stopped ??= new Promise((resolve) => server.close(() => resolve()));
    answers.leave();
    return stopped;
  };
  return ok({
    origin: originOf({ host, port }),
    admit(next) {
      token = next;
      answers.endStreams();
    },
    leave() {
      void stop();
      answers.endStreams();
    },
    async close() {
      const closed = stop();
      const timer = setTimeout(() => server.closeAllConnections(), options.closeGraceMs ?? DEFAULT_CLOSE_GRACE_MS);
      await closed;
      clearTimeout(timer);
    },
  });
}

/** Asked each time: a laptop changes its addresses. */
function thisMachine() {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each?.map(({ address }) => address) ?? []);
  return { addresses, name: hostname() };
}

function listen(server: Server, { host, port }: HttpOptions): Promise<Result<void, HttpFailure>> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const detail = error.code ?? error.message;
      resolve(err({ reason: 'http-failed', address: `${host}:${port}`, detail }));
    });
    server.listen({ host, port }, () => {
      server.removeAllListeners('error');
      // Connections that cannot be accepted for a while are turned away; those that are open go on.
      server.on('error', () => {});
      resolve(ok(undefined));
    });
  });
}

/** Without reading what else was sent. */
function refuse(response: ServerResponse, problem: Problem): void {
  response.setHeader('content-type', PROBLEM_TYPE);
  response.setHeader('connection', 'close');
  if (problem.status === 401) response.setHeader('www-authenticate', 'Bearer');
  response.writeHead(problem.status).end(problemText(problem));
}
