/** HTTP as somebody writes it who does not keep to the rules: `fetch` sends no forged `Host`. */
import { connect } from 'node:net';
import { type HttpOptions, type RunningHttp, serveHttp } from '../../src/http/index.ts';
import type { Control } from '../../src/model/control.ts';
import { within } from './within.ts';

export const TOKEN = 'the-token-of-the-test';

export interface ServedControl extends AsyncDisposable {
  readonly server: RunningHttp;
  readonly origin: string;
  readonly port: number;
  /** With the token. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** With the token, as JSON. */
  post(path: string, body: unknown): Promise<Response>;
}

/** The API over a control, on a port of its own. */
export async function served(
  control: Control,
  options: Pick<HttpOptions, 'maxConnections' | 'closeGraceMs'> = {},
): Promise<ServedControl> {
  const http = await serveHttp(control, { host: '127.0.0.1', port: 0, token: TOKEN, version: '1.2.3', ...options });
  if (!http.ok) throw new Error(http.failure.detail);
  const server = http.value;
  const { origin } = server;
  const authorization = `Bearer ${TOKEN}`;
  const url = (path: string) => `${origin}/api/v1${path}`;
  return {
    server,
    origin,
    port: Number(new URL(origin).port),
    get: (path, headers) => fetch(url(path), { headers: { authorization, ...headers } }),
    post: (path, body) =>
      fetch(url(path), {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

/** Sends these bytes and gives what comes back until the other end closes; at the latest when it has answered. */
export async function rawExchange(port: number, request: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port });
  const received: Buffer[] = [];
  const text = () => Buffer.concat(received).toString('latin1');
  const ended = new Promise<void>((resolve) => {
    socket.on('data', (chunk: Buffer) => received.push(chunk));
    socket.on('close', () => resolve());
    socket.on('error', () => {});
  });
  socket.write(request);
  await within(ended, 'the connection to be closed', text);
  return text();
}

/** The status of an answer as it came. */
export function statusIn(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
}
