import { linkSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { connectSession, type RemoteSession } from '../../src/ipc/client.ts';
import { serve } from '../../src/ipc/server.ts';
import type { Control } from '../../src/model/control.ts';
import type { Failure } from '../../src/model/failure.ts';
import { ALL_LOGS, type LogsRequest } from '../../src/model/logs-request.ts';
import { err, ok, type Result } from '../../src/model/result.ts';
import { deferred } from '../../src/util/deferred.ts';
import { toJson } from '../../src/wire/json.ts';
import { type FakeControl, fakeControl, SAMPLE } from '../rig/fake-control.ts';
import { socketFolder } from '../rig/socket-folder.ts';

/** A session behind a socket, and a client of it. */
async function withSession(
  overrides: Partial<Control>,
  use: (session: RemoteSession, control: FakeControl, socketPath: string) => Promise<void>,
): Promise<void> {
  await using folder = await socketFolder();
  const control = fakeControl(overrides);
  const server = unwrap(await serve(control, folder.file('s'), { closeGraceMs: 0 }));
  const session = unwrap(await connectSession(server.socketPath, { handshakeTimeoutMs: 2000 }));
  try {
    await use(session, control, server.socketPath);
  } finally {
    session.close();
    await server.close();
  }
}

function unwrap<T>(result: Result<T, Failure>): T {
  if (!result.ok) throw new Error(`unexpected failure: ${JSON.stringify(result.failure)}`);
  return result.value;
}

const REQUEST: LogsRequest = {
  processes: ['api', 'worker-*'],
  stream: 'stderr',
  after: 7,
  before: 900,
  since: 1_769_846_709_123.457,
  until: 1_769_846_710_000,
  run: -1,
  search: { pattern: 'err(or)?\u2028', kind: 'regex', ignoreCase: true },
  context: 2,
  limit: 50,
  from: 'start',
  waitMs: 10,
  raw: false,
  revision: 12,
  countOnly: true,
};

describe('a remote session', () => {
  const verbs: readonly (readonly [string, (control: Control) => Promise<unknown>])[] = [
    ['session', (control) => control.session()],
    ['usage', (control) => control.usage()],
    ['loop delay', (control) => control.loopDelay(500)],
    ['list', (control) => control.list([])],
    ['list of some', (control) => control.list(['api', 'w-*'])],
    ['resources', (control) => control.resources(['api'])],
    ['resource history', (control) => control.resourceHistory(['api'], 4_000)],
    ['all of the resource history', (control) => control.resourceHistory([], null)],
    ['timeline', (control) => control.timeline(['api'], 1_769_846_709_123.457)],
    ['all of the timeline', (control) => control.timeline([], null)],
    ['status', (control) => control.status('grüße/worker-1')],
    ['why', (control) => control.why('grüße/worker-1')],
    ['environment', (control) => control.environment('api')],
    ['explained', (control) => control.explainEnvironment('api')],
    ['start', (control) => control.act('start', ['api'], { wait: false, dependencies: false })],
    ['stop', (control) => control.act('stop', [], { wait: true, dependencies: true })],
    ['restart', (control) => control.act('restart', ['api'], { wait: true, dependencies: true })],
    ['signal', (control) => control.signal(['api'], 'SIGHUP')],
    ['send', (control) => control.send(['api'], Buffer.from([0xff, 0, 10]), 5000)],
    ['terminal', (control) => control.terminal('api', { run: 1, offset: 5, live: true }, 10)],
    ['terminal from its last screenful', (control) => control.terminal('api', null, 0)],
    ['resizeTerminal', (control) => control.resizeTerminal('api', { columns: 80, rows: 24 })],
    ['wait', (control) => control.wait(['api'], 'ready', 1500)],
    ['wait without end', (control) => control.wait(['api'], 'exit', null)],
    ['logs', (control) => control.logs(REQUEST)],
    ['all logs', (control) => control.logs({ ...ALL_LOGS, raw: true })],
    ['events', (control) => control.events(9, 10)],
    ['events from now on', (control) => control.events(null, 0)],
    ['configuration', (control) => control.configuration()],
    ['plan', (control) => control.plan()],
    ['reload', (control) => control.reload()],
    ['shutdown', (control) => control.shutdown()],
  ];

  it.each(verbs)('carries %s there and its answer back', async (_, perform) => {
    await withSession({}, async (session, control) => {
      const local = fakeControl();
      expect(await perform(session)).toEqual(await perform(local));
      // The first call is the handshake's.
      expect(control.calls.slice(1)).toEqual(local.calls);
    });
  });

  const failures: readonly Failure[] = [
    { reason: 'unknown-process', name: 'apu', suggestion: 'api' },
    { reason: 'invalid-config', diagnostics: SAMPLE.session.configError?.diagnostics ?? [] },
    { reason: 'runtime-directory-unsafe', path: '/tmp/x', problem: 'not-owned' },
    { reason: 'timed-out', waitedMs: 1500 },
  ];

  it.each(failures)('carries the facts of $reason back', async (failure) => {
    await withSession({ list: async () => err(failure) }, async (session) => {
      expect(await session.list(['apu'])).toEqual(err(failure));
    });
  });

  it('gives exact bytes when asked for raw ones, and text otherwise', async () => {
    const line = { ...SAMPLE.page.lines[0], bytes: Buffer.from([0x61, 0xff, 0x00, 0x1b]) };
    const page = { ...SAMPLE.page, lines: [line] } as typeof SAMPLE.page;
    await withSession({ logs: async () => ok(page) }, async (session) => {
      const bytesOf = async (raw: boolean) => unwrap(await session.logs({ ...ALL_LOGS, raw })).lines[0]?.bytes;
      expect(await bytesOf(true)).toEqual(line.bytes);
      expect(await bytesOf(false)).toEqual(Buffer.from('a\ufffd\u0000\u001b'));
    });
  });

  it('answers several calls in whatever order they are done', async () => {
    const gate = deferred<Result<typeof SAMPLE.outcomes, Failure>>();
    await withSession({ act: () => gate.promise }, async (session) => {
      const slow = session.act('stop', ['api'], { wait: true, dependencies: true });
      expect(await session.configuration()).toEqual(ok(SAMPLE.configuration));
      expect(await session.plan()).toEqual(ok(SAMPLE.plan));
      gate.resolve(ok(SAMPLE.outcomes));
      expect(await slow).toEqual(ok(SAMPLE.outcomes));
    });
  });

  it('passes an abort on to the session', async () => {
    const logs: Control['logs'] = (_, signal) =>
      new Promise((resolve) => signal?.addEventListener('abort', () => resolve(ok({ ...SAMPLE.page, lines: [] }))));
    await withSession({ logs }, async (session) => {
      const abort = new AbortController();
      const page = session.logs({ ...ALL_LOGS, waitMs: 60_000 }, abort.signal);
      abort.abort();
      expect(unwrap(await page).lines).toEqual([]);
      const late = session.logs({ ...ALL_LOGS, waitMs: 60_000 }, AbortSignal.abort());
      expect(unwrap(await late).lines).toEqual([]);
    });
  });

  it('fails the calls that wait, and later ones, when it is closed', async () => {
    await withSession({ plan: () => new Promise(() => {}) }, async (session) => {
      const waiting = session.plan();
      session.close();
      expect(await waiting).toMatchObject({ ok: false, failure: { reason: 'socket-failed' } });
      expect(await session.list([])).toMatchObject({ ok: false, failure: { reason: 'socket-failed' } });
    });
  });

  it('keeps the process alive only while an answer is awaited', async () => {
    const alive = () => process.getActiveResourcesInfo().filter((resource) => resource === 'PipeWrap').length;
    const gate = deferred<Result<typeof SAMPLE.plan, Failure>>();
    await withSession({ plan: () => gate.promise }, async (session) => {
      const idle = alive();
      const plan = session.plan();
      expect(alive()).toBe(idle + 1);
      gate.resolve(ok(SAMPLE.plan));
      await plan;
      expect(alive()).toBe(idle);
    });
  });

  it('knows who it speaks to from the handshake', async () => {
    await withSession({}, async (session) => expect(session.hello).toEqual(SAMPLE.session));
  });
});

describe('connectSession', () => {
  /** A server that is not pom: `onLine` answers what it gets. */
  async function withServer(onData: (reply: (text: string) => void) => void, use: (path: string) => Promise<void>) {
    await using folder = await socketFolder();
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', () => onData((text) => socket.write(text)));
    });
    await new Promise<void>((resolve) => server.listen(folder.file('s'), resolve));
    try {
      await use(folder.file('s'));
    } finally {
      await closed(server);
    }
  }

  it('finds no session where there is no socket, and behind one that nobody listens on', async () => {
    await using folder = await socketFolder();
    const connect = () => connectSession(folder.file('s'), { handshakeTimeoutMs: 2000 });
    expect(await connect()).toEqual(err({ reason: 'no-session' }));
    const server = unwrap(await serve(fakeControl(), folder.file('old')));
    // What kill -9 leaves: the file, and nobody behind it.
    linkSync(folder.file('old'), folder.file('s'));
    await server.close();
    expect(await connect()).toEqual(err({ reason: 'no-session' }));
  });

  it('gives up on a session that accepts and says nothing', async () => {
    await withServer(
      () => {},
      async (path) => {
        const result = await connectSession(path, { handshakeTimeoutMs: 50 });
        expect(result).toEqual(err({ reason: 'session-unresponsive', timeoutMs: 50 }));
      },
    );
  });

  it('refuses a session that speaks another protocol', async () => {
    const hello = toJson({ id: 1, type: 'Hello', protocol: 99, session: SAMPLE.session });
    await withServer(
      (reply) => reply(`${hello}\n`),
      async (path) => {
        const result = await connectSession(path, { handshakeTimeoutMs: 2000 });
        expect(result).toMatchObject({ failure: { detail: expect.stringContaining('version 99') } });
      },
    );
  });

  it('refuses what does not speak JSON', async () => {
    await withServer(
      (reply) => reply('220 mail.example.org ESMTP\r\n'),
      async (path) => {
        const result = await connectSession(path, { handshakeTimeoutMs: 2000 });
        expect(result).toMatchObject({ failure: { reason: 'socket-failed' } });
      },
    );
  });

  it('words a failure that only a newer session knows', async () => {
    const error = toJson({ id: 1, type: 'Error', code: 'out-of-coffee', message: 'no coffee', failure: { cups: 0 } });
    await withServer(
      (reply) => reply(`${error}\n`),
      async (path) => {
        const result = await connectSession(path, { handshakeTimeoutMs: 2000 });
        expect(result).toEqual(err({ reason: 'operation-failed', detail: 'no coffee' }));
      },
    );
  });
});

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
