import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PAGE_PATHS } from '../../src/http/page-files.ts';
import { ok } from '../../src/model/result.ts';
import { fakeControl } from '../rig/fake-control.ts';
import { rawExchange, type ServedControl, served, statusIn, TOKEN } from '../rig/http.ts';

let http: ServedControl;
const control = fakeControl({ act: async () => ok([]) });

beforeAll(async () => {
  http = await served(control);
});
afterAll(async () => {
  await http[Symbol.asyncDispose]();
});

/** PORT stands for the port of the server. */
interface Forged {
  readonly what: string;
  readonly line?: string;
  readonly headers: readonly string[];
  readonly body?: string;
  readonly status: number;
}

const BEARER = `Authorization: Bearer ${TOKEN}`;
const JSON_BODY = 'Content-Type: application/json';
const OWN = ['Host: 127.0.0.1:PORT', BEARER];
const host = (value: string, status = 403): Forged => ({
  what: `Host: ${value}`,
  headers: [`Host: ${value}`, BEARER],
  status,
});
const origin = (value: string, status = 403): Forged => ({
  what: `Origin: ${value}`,
  headers: [...OWN, `Origin: ${value}`],
  status,
});
const site = (value: string, status = 403): Forged => ({
  what: `Sec-Fetch-Site: ${value}`,
  headers: [...OWN, `Sec-Fetch-Site: ${value}`],
  status,
});
const token = (what: string, headers: readonly string[], status = 401): Forged => ({
  what,
  headers: ['Host: 127.0.0.1:PORT', ...headers],
  status,
});
const write = (what: string, headers: readonly string[], body: string, status: number): Forged => ({
  what,
  line: 'POST /api/v1/processes/api/stop',
  headers: [...OWN, ...headers, `Content-Length: ${Buffer.byteLength(body)}`],
  body,
  status,
});

const TABLE: readonly Forged[] = [
  host('127.0.0.1:PORT', 200),
  host('localhost:PORT', 200),
  host('LOCALHOST:PORT', 200),
  host('[::1]:PORT', 200),
  host('evil.example'),
  host('evil.example:PORT'),
  host('127.0.0.1'),
  host('127.0.0.1:1'),
  host('localhost.:PORT'),
  host('127.1:PORT'),
  host('2130706433:PORT'),
  host('0x7f000001:PORT'),
  host('0.0.0.0:PORT'),
  host('127.0.0.2:PORT'),
  host('127.0.0.1.nip.io:PORT'),
  host('localhost.evil.example:PORT'),
  host('user@127.0.0.1:PORT'),
  host('127.0.0.1:PORT@evil.example'),
  { what: 'an empty Host', headers: ['Host: ', BEARER], status: 403 },
  { what: 'no Host', headers: [BEARER], status: 400 },
  { what: 'two Hosts', headers: [...OWN, 'Host: evil.example'], status: 400 },
  {
    what: 'an absolute target',
    line: 'GET http://127.0.0.1:PORT/api/v1/session',
    headers: OWN,
    status: 400,
  },
  { what: 'an absolute foreign target', line: 'GET http://evil.example/api/v1/session', headers: OWN, status: 400 },
  { what: 'the target *', line: 'OPTIONS *', headers: OWN, status: 400 },

  origin('http://127.0.0.1:PORT', 200),
  origin('null'),
  origin('http://evil.example'),
  origin('https://127.0.0.1:PORT'),
  origin('http://127.0.0.1'),
  origin('http://127.0.0.1:1'),
  // The page of the one name is not the page of the other.
  origin('http://localhost:PORT'),
  origin('chrome-extension://abcdefghijklmnop'),
  origin('http://127.0.0.1:PORT.evil.example'),
  {
    what: 'two Origins',
    headers: [...OWN, 'Origin: http://127.0.0.1:PORT', 'Origin: http://evil.example'],
    status: 403,
  },
  site('same-origin', 200),
  site('none', 200),
  site('same-site'),
  site('cross-site'),
  site('nonsense'),

  token('no token', []),
  token('a wrong token', ['Authorization: Bearer wrong']),
  token('the beginning of the token', [`Authorization: Bearer ${TOKEN.slice(0, -1)}`]),
  token('more than the token', [`Authorization: Bearer ${TOKEN}x`]),
  token('the token without its scheme', [`Authorization: ${TOKEN}`]),
  token('the token as Basic', [`Authorization: Basic ${Buffer.from(`x:${TOKEN}`).toString('base64')}`]),
  token('the token in a cookie', [`Cookie: token=${TOKEN}`]),
  token('two tokens', [BEARER, 'Authorization: Bearer wrong']),
  { ...token('the token in the query', []), line: `GET /api/v1/session?token=${TOKEN}` },
  { ...token('a path that is nowhere, without a token', []), line: 'GET /api/v1/nothing' },
  { ...token('the log stream without a token', ['Accept: text/event-stream']), line: 'GET /api/v1/logs/stream' },
  { ...token('the event stream without a token', []), line: 'GET /api/v1/events/stream' },
  { ...token('the metrics without a token', []), line: 'GET /api/v1/metrics' },
  { ...origin('http://evil.example'), what: 'the log stream of a foreign page', line: 'GET /api/v1/logs/stream' },
  { ...host('evil.example:PORT'), what: 'the event stream of a rebound name', line: 'GET /api/v1/events/stream' },
  {
    what: 'a web socket of a foreign page',
    headers: [
      ...OWN,
      'Origin: http://evil.example',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
    ],
    status: 403,
  },
  {
    what: 'a preflight of a foreign page',
    line: 'OPTIONS /api/v1/processes/api/stop',
    headers: [
      'Host: 127.0.0.1:PORT',
      'Origin: http://evil.example',
      'Access-Control-Request-Method: POST',
      'Access-Control-Request-Headers: authorization,content-type',
    ],
    status: 403,
  },
  {
    what: 'a private-network preflight',
    line: 'OPTIONS /api/v1/session',
    headers: ['Host: 127.0.0.1:PORT', 'Access-Control-Request-Private-Network: true'],
    status: 401,
  },

  write('a write in JSON', [JSON_BODY], '{}', 200),
  write('a write in JSON that names its encoding', ['Content-Type: application/json; charset=utf-8'], '{}', 200),
  write('a write as text/plain', ['Content-Type: text/plain'], '{}', 415),
  write('a write as a form', ['Content-Type: application/x-www-form-urlencoded'], 'a=b', 415),
  write('a write as multipart', ['Content-Type: multipart/form-data; boundary=x'], '--x--', 415),
  write('a write of nothing in particular', [], '{}', 415),
  write('a write as text that claims JSON', ['Content-Type: text/plain; application/json'], '{}', 415),
  write('a packed write', [JSON_BODY, 'Content-Encoding: gzip'], '{}', 415),
  write('a write that is no JSON', [JSON_BODY], '{', 400),
  write('a write that is no object', [JSON_BODY], '[]', 400),
  write('a write that is not UTF-8', [JSON_BODY], '{"wait":"\xff"}', 400),
  write('a write with a member that nobody knows', [JSON_BODY], '{"wait":true,"__proto__":1,"x":2}', 400),
  write('a write of more than 64 KB', [JSON_BODY], `{"x":"${'x'.repeat(64 * 1024)}"}`, 413),
  {
    what: 'a write in pieces of more than 64 KB',
    line: 'POST /api/v1/processes/api/stop',
    headers: [...OWN, JSON_BODY, 'Transfer-Encoding: chunked'],
    body: `${`4000\r\n${'x'.repeat(0x4000)}\r\n`.repeat(5)}0\r\n\r\n`,
    status: 413,
  },
  { what: 'a write by GET', line: 'GET /api/v1/processes/api/stop', headers: OWN, status: 405 },
  { what: 'a method that nobody knows', line: 'DELETE /api/v1/processes/api', headers: OWN, status: 405 },
  { what: 'TRACE', line: 'TRACE /api/v1/session', headers: OWN, status: 405 },
  { what: 'a path with dots', line: 'GET /api/v1/../../etc/passwd', headers: OWN, status: 404 },
  { what: 'a header of 20 KB', headers: [...OWN, `X: ${'x'.repeat(20_000)}`], status: 431 },
];

describe('a request', () => {
  it.each(TABLE)('with $what is answered with $status', async ({ line, headers, body = '', status }) => {
    const before = control.calls.length;
    const head = [`${line ?? 'GET /api/v1/session'} HTTP/1.1`, ...headers, 'Connection: close', '', ''].join('\r\n');
    const answer = await rawExchange(http.port, head.replaceAll('PORT', String(http.port)) + body);
    expect(statusIn(answer)).toBe(status);
    expect(answer).not.toMatch(/access-control-/i);
    // What was refused has not reached the session.
    if (status !== 200) expect(control.calls).toHaveLength(before);
  });

  it('is answered with what keeps browsers from doing anything else with it', async () => {
    for (const path of ['/session', '/nothing', '/logs/stream']) {
      const response = await http.get(path);
      await response.body?.cancel();
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('content-security-policy')).toMatch(/default-src 'self'; frame-ancestors 'none'/);
    }
  });

  it.each([...PAGE_PATHS])(
    'for %s, which is the same for all, needs no token, but comes from no other site',
    async (path) => {
      expect((await fetch(http.origin + path)).status).toBe(200);
      expect((await fetch(`${http.origin}${path}?x`)).status).toBe(200);
      for (const [name, value] of [
        ['origin', 'http://evil.example'],
        ['sec-fetch-site', 'cross-site'],
      ] as const) {
        expect((await fetch(http.origin + path, { headers: { [name]: value } })).status).toBe(403);
      }
      const rebound = await rawExchange(
        http.port,
        `GET ${path} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`,
      );
      expect(statusIn(rebound)).toBe(403);
    },
  );

  it.each(['/index.html', '/page.js/', '/page.js/../api/v1/session', '//', '/page.css%2f..%2fapi'])(
    'for %s, which is none of these, needs the token',
    async (path) => {
      const answer = await rawExchange(
        http.port,
        `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${http.port}\r\nConnection: close\r\n\r\n`,
      );
      expect(statusIn(answer)).toBe(401);
    },
  );
});

describe('the server', () => {
  it('closes connections beyond the most it allows', async () => {
    await using crowded = await served(control, { maxConnections: 1 });
    const first = await crowded.get('/logs/stream');
    expect(first.status).toBe(200);
    expect(await rawExchange(crowded.port, 'GET / HTTP/1.1\r\n\r\n')).toBe('');
    await first.body?.cancel();
  });
});
