import { existsSync, linkSync, lstatSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { type RunningServer, type ServerOptions, serve } from '../../src/ipc/server.ts';
import type { Control } from '../../src/model/control.ts';
import type { Failure } from '../../src/model/failure.ts';
import type { LogsPage } from '../../src/model/logs-request.ts';
import { ok, type Result } from '../../src/model/result.ts';
import { type Deferred, deferred } from '../../src/util/deferred.ts';
import { fakeControl, SAMPLE } from '../rig/fake-control.ts';
import { RawClient } from '../rig/raw-client.ts';
import { type SocketFolder, socketFolder } from '../rig/socket-folder.ts';
import { until } from '../rig/until.ts';

async function withServer(
  overrides: Partial<Control>,
  use: (path: string, server: RunningServer, folder: SocketFolder) => Promise<void>,
  options: ServerOptions = {},
): Promise<void> {
  await using folder = await socketFolder();
  const server = await serving(fakeControl(overrides), folder.file('s'), options);
  try {
    await use(server.socketPath, server, folder);
  } finally {
    await server.close();
  }
}

async function serving(control: Control, path: string, options: ServerOptions = {}): Promise<RunningServer> {
  const result = await serve(control, path, { closeGraceMs: 0, ...options });
  if (!result.ok) throw new Error(`cannot serve: ${JSON.stringify(result.failure)}`);
  return result.value;
}

const LIST = '{"type":"ListProcesses"}\n';
const badRequest = (part: string) => ({ type: 'Error', code: 'bad-request', message: expect.stringContaining(part) });

/** Answers a wait only when it is aborted. */
const whenAborted = <T>(value: T, started: Deferred<void>) =>
  function wait(signal?: AbortSignal): Promise<Result<T, Failure>> {
    started.resolve();
    return new Promise((resolve) => {
      if (signal?.aborted) resolve(ok(value));
      signal?.addEventListener('abort', () => resolve(ok(value)));
    });
  };

describe('a line', () => {
  it('written by hand is answered by a line', async () => {
    await withServer({}, async (path) => {
      using client = new RawClient(path);
      client.write(LIST);
      expect(await client.reply()).toMatchObject({
        type: 'Processes',
        processes: [{ name: 'api', started_at: '2026-01-31T08:05:09.123457Z', waiting_for: [] }, {}],
      });
    });
  });

  it('without a newline is answered when the client has ended its side, and then the connection ends', async () => {
    await withServer({}, async (path) => {
      using client = new RawClient(path);
      client.socket.end(LIST + LIST.trimEnd());
      expect(await client.reply()).toMatchObject({ type: 'Processes' });
      expect(await client.reply()).toMatchObject({ type: 'Processes' });
      expect(await client.reply()).toBeNull();
    });
  });

  it.each([
    ['garbage', 'GET / HTTP/1.1\r\n', 'not JSON'],
    ['nothing', '\n', 'empty'],
    ['invalid UTF-8', Buffer.from([0xc3, 0x28, 0x0a]), 'not UTF-8'],
    ['a list', '[]\n', 'not a JSON object'],
    ['half an object', '{"type":\n', 'not JSON'],
    ['an unknown request', '{"type":"ListProcess"}\n', 'did you mean "ListProcesses"'],
  ])('with %s gets an error, and the next one its answer', async (_, line, problem) => {
    await withServer({}, async (path) => {
      using client = new RawClient(path);
      client.write(line);
      client.write(LIST);
      expect(await client.reply()).toMatchObject(badRequest(problem));
      expect(await client.reply()).toMatchObject({ type: 'Processes' });
    });
  });

  it('of 100 MB gets an error and the end of the connection, and others do not notice', async () => {
    await withServer({}, async (path) => {
      using client = new RawClient(path);
      using other = new RawClient(path);
      const piece = Buffer.alloc(1024 * 1024, 'x');
      const heapBefore = process.memoryUsage().arrayBuffers;
      for (let written = 0; written < 100; written++) client.write(piece);
      client.write('\n');
      client.write(LIST);
      other.write(LIST);
      expect(await other.reply()).toMatchObject({ type: 'Processes' });
      expect(await client.reply()).toMatchObject(badRequest('1048576 bytes'));
      expect(await client.reply()).toBeNull();
      expect(process.memoryUsage().arrayBuffers - heapBefore).toBeLessThan(20 * piece.length);
    });
  });
});

describe('requests on one connection', () => {
  it('are answered in order without ids, and as they are done with ids', async () => {
    const slow = deferred<void>();
    const plan: Control['plan'] = async () => {
      await slow.promise;
      return ok(SAMPLE.plan);
    };
    await withServer({ plan }, async (path) => {
      using client = new RawClient(path);
      client.write(`{"type":"Plan"}\n${LIST}{"type":"GetSession","id":"now"}\n`);
      expect(await client.reply()).toMatchObject({ id: 'now', type: 'Session' });
      slow.resolve();
      expect(await client.reply()).toMatchObject({ type: 'Plan' });
      expect(await client.reply()).toMatchObject({ type: 'Processes' });
    });
  });

  it('repeat their id on errors, too', async () => {
    await withServer({}, async (path) => {
      using client = new RawClient(path);
      client.write('{"type":"Frobnicate","id":7}\n');
      expect(await client.reply()).toMatchObject({ id: 7, type: 'Error', code: 'bad-request' });
    });
  });

  it('are all answered when there are thousands', async () => {
    await withServer({}, async (path) => {
      using client = new RawClient(path);
      const count = 3000;
      for (let id = 1; id <= count; id++) client.write(`{"type":"GetSession","id":${id}}\n`);
      const ids = new Set<unknown>();
      while (ids.size < count) ids.add((await client.reply())?.id);
      expect(ids.has(1) && ids.has(count)).toBe(true);
    });
  });

  it('may be cancelled while they wait', async () => {
    const started = deferred<void>();
    const wait = whenAborted({ events: [], next: 3, missed: 0 }, started);
    await withServer({ events: (_, __, signal) => wait(signal) }, async (path) => {
      using client = new RawClient(path);
      client.write('{"type":"GetEvents","wait_ms":60000,"id":1}\n{"type":"Cancel","request_id":1,"id":2}\n');
      const replies = [await client.reply(), await client.reply()];
      expect(replies).toContainEqual({ id: 1, type: 'Events', events: [], next: 3, missed: 0 });
      expect(replies).toContainEqual({ id: 2, type: 'Ok', outcomes: [] });
    });
  });
});

describe('a client that goes away', () => {
  it.each(['GetLogs', 'GetEvents', 'Wait'])('ends its %s', async (type) => {
    const started = deferred<void>();
    const ended = deferred<void>();
    const waitFor = async (signal?: AbortSignal) => {
      started.resolve();
      await new Promise((resolve) => signal?.addEventListener('abort', resolve));
      ended.resolve();
      return ok({ ...SAMPLE.page, events: [], missed: 0 });
    };
    const overrides: Partial<Control> = {
      logs: (_, signal) => waitFor(signal),
      events: (_, __, signal) => waitFor(signal),
      wait: async (_, __, ___, signal) => {
        await waitFor(signal);
        return ok([]);
      },
    };
    await withServer(overrides, async (path) => {
      const client = new RawClient(path);
      client.write(
        `${JSON.stringify({ type, ...(type === 'Wait' ? { process_id: 'a', goal: 'exit' } : { wait_ms: 60000 }) })}\n`,
      );
      await started.promise;
      client[Symbol.dispose]();
      await ended.promise;
    });
  });

  it('does not stop what it asked to be done', async () => {
    const started = deferred<void>();
    const gate = deferred<void>();
    const done = deferred<void>();
    const act: Control['act'] = async () => {
      started.resolve();
      await gate.promise;
      done.resolve();
      return ok(SAMPLE.outcomes);
    };
    await withServer({ act }, async (path) => {
      const client = new RawClient(path);
      client.write('{"type":"StopProcess","process_id":"api"}\n');
      await started.promise;
      client[Symbol.dispose]();
      gate.resolve();
      await done.promise;
    });
  });
});

describe('a client that does not read', () => {
  it('is asked for no more pages than fit, and gets all of them when it reads', async () => {
    const page: LogsPage = {
      ...SAMPLE.page,
      lines: [{ ...(SAMPLE.page.lines[0] as LogsPage['lines'][0]), bytes: Buffer.alloc(1_000_000, 'x') }],
    };
    let pages = 0;
    const logs: Control['logs'] = async () => {
      pages += 1;
      return ok(page);
    };
    await withServer({ logs }, async (path) => {
      using client = new RawClient(path);
      using other = new RawClient(path);
      client.socket.pause();
      const count = 200;
      for (let request = 0; request < count; request++) client.write('{"type":"GetLogs"}\n');
      // Whoever answers the other client has had all the time it needed to serve the first one.
      for (let look = 0; look < 50; look++) {
        other.write(LIST);
        await other.reply();
      }
      expect(pages).toBeLessThanOrEqual(3);
      client.socket.resume();
      for (let request = 0; request < count; request++) expect(await client.reply()).toMatchObject({ type: 'Logs' });
      expect(pages).toBe(count);
    });
  });

  it('is told to ask for less when an answer is too long', async () => {
    await withServer(
      {},
      async (path) => {
        using client = new RawClient(path);
        client.write(LIST);
        expect(await client.reply()).toMatchObject(badRequest('ask for less'));
        client.write('{"type":"Shutdown"}\n');
        expect(await client.reply()).toMatchObject({ type: 'Ok' });
      },
      { maxReplyBytes: 500 },
    );
  });
});

describe('a thousand connections', () => {
  it('are served, and one more as well', async () => {
    await withServer({}, async (path) => {
      const sockets = await Promise.all(Array.from({ length: 1000 }, () => connected(path)));
      using client = new RawClient(path);
      client.write(LIST);
      expect(await client.reply()).toMatchObject({ type: 'Processes' });
      const last = sockets.at(-1);
      last?.write(LIST);
      await new Promise((resolve) => last?.once('data', resolve));
      for (const socket of sockets) socket.destroy();
    });
  });
});

describe('the socket', () => {
  it('has mode 0600 whatever the umask is', async () => {
    for (const umask of [0, 0o22, 0o77]) {
      const before = process.umask(umask);
      try {
        await withServer({}, async (path) => {
          expect(statSync(path).mode & 0o777).toBe(0o600);
          expect(process.umask()).toBe(umask);
        });
      } finally {
        process.umask(before);
      }
    }
  });

  it('replaces what a dead session left', async () => {
    await using folder = await socketFolder();
    const dead = await serving(fakeControl(), folder.file('x'));
    linkSync(folder.file('x'), folder.file('s'));
    await dead.close();
    writeFileSync(folder.file('~'), 'left by a session that died while it began');
    const server = await serving(fakeControl(), folder.file('s'));
    using client = new RawClient(server.socketPath);
    client.write(LIST);
    expect(await client.reply()).toMatchObject({ type: 'Processes' });
    await server.close();
    expect(existsSync(folder.file('s'))).toBe(false);
  });

  it('of a newer session survives the close of an older server', async () => {
    await using folder = await socketFolder();
    const older = await serving(fakeControl(), folder.file('s'));
    const newer = await serving(fakeControl(), folder.file('s'));
    await older.close();
    using client = new RawClient(newer.socketPath);
    client.write(LIST);
    expect(await client.reply()).toMatchObject({ type: 'Processes' });
    await newer.close();
  });

  it('does not follow a symbolic link in its place', async () => {
    await using folder = await socketFolder();
    writeFileSync(folder.file('precious'), 'data');
    symlinkSync(folder.file('precious'), folder.file('s'));
    const server = await serving(fakeControl(), folder.file('s'));
    expect(lstatSync(server.socketPath).isSocket()).toBe(true);
    expect(statSync(folder.file('precious')).size).toBe(4);
    await server.close();
  });

  it('is refused at a path that is too long, and in a folder that is not there', async () => {
    await using folder = await socketFolder();
    expect(await serve(fakeControl(), folder.file('x'.repeat(104)))).toMatchObject({
      failure: { reason: 'runtime-directory-unsafe', problem: 'too-long' },
    });
    expect(await serve(fakeControl(), folder.file('missing/s'))).toMatchObject({
      failure: { reason: 'socket-failed' },
    });
  });
});

describe('closing', () => {
  it('delivers the answers that are on their way and ends the waits', async () => {
    const started = deferred<void>();
    const wait = whenAborted({ events: [], next: 3, missed: 0 }, started);
    const shutdown = deferred<Result<typeof SAMPLE.outcomes, Failure>>();
    const overrides: Partial<Control> = { events: (_, __, signal) => wait(signal), shutdown: () => shutdown.promise };
    await withServer(
      overrides,
      async (path, server) => {
        using client = new RawClient(path);
        client.write('{"type":"Shutdown","id":1}\n{"type":"GetEvents","wait_ms":60000,"id":2}\n');
        await started.promise;
        const closed = server.close();
        expect(await client.reply()).toMatchObject({ id: 2, type: 'Events' });
        shutdown.resolve(ok(SAMPLE.outcomes));
        expect(await client.reply()).toMatchObject({ id: 1, type: 'Ok' });
        expect(await client.reply()).toBeNull();
        client.socket.end();
        await closed;
        expect(existsSync(path)).toBe(false);
      },
      { closeGraceMs: 20_000 },
    );
  });

  it('does not wait for a client that does not read', async () => {
    await using folder = await socketFolder();
    const server = await serving(fakeControl(), folder.file('s'));
    using client = new RawClient(server.socketPath);
    client.socket.pause();
    for (let request = 0; request < 5000; request++) client.write(LIST);
    await until(() => client.socket.writableLength === 0 || client.socket.writableNeedDrain, 'the requests to be sent');
    await server.close();
    rmSync(folder.file('s'), { force: true });
  });
});

function connected(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => resolve(socket));
    socket.once('error', reject);
  });
}

describe('a socket that was deleted', () => {
  it('is missed, made anew for newcomers, and kept by those who are connected', async () => {
    await withServer({}, async (path, server) => {
      using early = new RawClient(path);
      early.write(LIST);
      expect(await early.reply()).toMatchObject({ type: 'Processes' });
      expect(server.isInPlace()).toBe(true);
      rmSync(path);
      expect(server.isInPlace()).toBe(false);
      expect(await server.reopen()).toEqual(ok(undefined));
      expect(server.isInPlace()).toBe(true);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      using late = new RawClient(path);
      for (const client of [early, late]) {
        client.write(LIST);
        expect(await client.reply()).toMatchObject({ type: 'Processes' });
      }
      await server.close();
      expect([await early.reply(), await late.reply()]).toEqual([null, null]);
      expect(existsSync(path)).toBe(false);
    });
  });

  it('is not made in the place of what somebody put there', async () => {
    await withServer({}, async (path, server) => {
      rmSync(path);
      writeFileSync(path, "somebody's");
      expect(await server.reopen()).toMatchObject({ failure: { reason: 'socket-failed' } });
      await server.close();
      expect(statSync(path).size).toBe(10);
    });
  });
});
