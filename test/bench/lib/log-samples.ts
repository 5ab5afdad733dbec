/** Logs that look like real ones: the same ones every time. */
export const LOG_KINDS = ['nginx access log', 'JSON of a service', 'stack traces', 'one line repeated'] as const;

export type LogKind = (typeof LOG_KINDS)[number];

export function sampleLog(kind: LogKind, count: number): readonly string[] {
  const random = randomBelow();
  const lines: string[] = [];
  while (lines.length < count) lines.push(...WRITERS[kind](random, lines.length));
  return lines.slice(0, count);
}

type Random = (below: number) => number;

const PATHS = ['/', '/api/users', '/api/orders', '/static/app.js', '/static/site.css', '/health', '/api/search'];
const AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
  'curl/8.5.0',
];
const MESSAGES = ['request completed', 'cache miss', 'query executed', 'user signed in', 'job enqueued'];
const CLASSES = ['OrderService', 'PaymentGateway', 'UserRepository', 'HttpDispatcher', 'ConnectionPool'];

const WRITERS: { readonly [K in LogKind]: (random: Random, line: number) => readonly string[] } = {
  'nginx access log': (random, line) => [
    `${random(223) + 1}.${random(256)}.${random(256)}.${random(256)} - - [${time(line).slice(0, 19)} +0000] ` +
      `"GET ${pick(PATHS, random)}?id=${random(100_000)} HTTP/1.1" ${pick(['200', '200', '200', '304', '404'], random)} ` +
      `${random(50_000)} "-" "${pick(AGENTS, random)}"`,
  ],
  'JSON of a service': (random, line) => [
    JSON.stringify({
      level: pick(['info', 'info', 'info', 'warn', 'error'], random),
      time: time(line),
      pid: 4711,
      hostname: 'api-7d9f',
      reqId: Array.from({ length: 4 }, () => random(65_536).toString(16).padStart(4, '0')).join(''),
      path: pick(PATHS, random),
      durationMs: random(100_000) / 100,
      msg: pick(MESSAGES, random),
    }),
  ],
  'stack traces': (random, line) => [
    `${time(line)} ERROR java.lang.IllegalStateException: order ${random(1_000_000)} is already ${pick(['paid', 'closed'], random)}`,
    ...Array.from({ length: 8 + random(12) }, () => {
      const name = pick(CLASSES, random);
      return `\tat com.example.shop.${name.toLowerCase()}.${name}.handle${random(9)}(${name}.java:${random(400)})`;
    }),
  ],
  'one line repeated': () => ['waiting for the database to accept connections (localhost:5432) ...'],
};

function pick<T>(values: readonly [T, ...T[]] | readonly T[], random: Random): T {
  const value = values[random(values.length)];
  if (value === undefined) throw new Error('Internal error: nothing to pick from');
  return value;
}

function time(line: number): string {
  return new Date(1.7e12 + line * 7).toISOString();
}

function randomBelow(): Random {
  let state = 12_345;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (state >>> 8) % below;
  };
}
