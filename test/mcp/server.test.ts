import { describe, expect, it } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { Bridge } from '../../src/mcp/bridge.ts';
import { createServer } from '../../src/mcp/server.ts';
import type { Control } from '../../src/model/control.ts';
import { err, ok } from '../../src/model/result.ts';
import { deferred } from '../../src/util/deferred.ts';
import { type FakeControl, fakeControl } from '../rig/fake-control.ts';

const NOW = Date.parse('2026-01-31T12:00:00Z');

interface Scene extends AsyncDisposable {
  readonly control: FakeControl;
  /** How many sessions are connected to at the moment. */
  readonly open: () => number;
  readonly bridge: Bridge;
  readonly call: (name: string, args: Record<string, unknown>, signal?: AbortSignal) => ReturnType<Client['callTool']>;
}

async function connect(overrides: Partial<Control> = {}): Promise<Scene> {
  const control = fakeControl(overrides);
  let open = 0;
  const bridge = new Bridge(async () => {
    const hello = await control.session();
    if (!hello.ok) return hello;
    open += 1;
    const close = () => {
      open -= 1;
    };
    return ok({ ...control, hello: hello.value, close });
  });
  const server = createServer('1.2.3', { bridge, directory: '/shop', now: () => NOW });
  const client = new Client({ name: 'test', version: '1' });
  const [serverSide, clientSide] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(serverSide), client.connect(clientSide)]);
  // Only a client that has seen the schemas checks answers against them.
  await client.listTools();
  return {
    control,
    open: () => open,
    bridge,
    call: (name, args, signal) =>
      client.callTool({ name, arguments: args }, undefined, signal === undefined ? {} : { signal }),
    [Symbol.asyncDispose]: () => client.close(),
  };
}

describe('the tools', () => {
  it.each([
    ['pom_list', {}],
    ['pom_status', { name: 'api' }],
    ['pom_why', { name: 'api' }],
    ['pom_logs', {}],
    ['pom_wait', { processes: ['api'] }],
    ['pom_start', { processes: ['api'] }],
    ['pom_stop', { processes: ['api'] }],
    ['pom_restart', { processes: ['api'] }],
  ])('give what the schema of %s says, the same as text, and leave no connection', async (name, args) => {
    await using scene = await connect();
    const { content, structuredContent } = await scene.call(name, args);
    expect(content).toEqual([{ type: 'text', text: JSON.stringify(structuredContent) }]);
    expect(scene.open()).toBe(0);
  });

  it('ask the session for what they were asked for', async () => {
    await using scene = await connect();
    await scene.call('pom_wait', { processes: ['a', 'b-*'], for: 'exit', timeout_seconds: 1.5 });
    await scene.call('pom_start', { processes: ['a'], wait: false });
    await scene.call('pom_logs', { processes: ['a'], regex: 'x+', context: 2, since_seconds: 60, run: -1, after: 7 });
    const asked = scene.control.calls.filter(([verb]) => verb !== 'session');
    expect(asked.slice(0, 2)).toEqual([
      ['wait', ['a', 'b-*'], 'exit', 1500],
      ['act', 'start', ['a'], { wait: false, dependencies: true }],
    ]);
    expect(asked[2]).toMatchObject([
      'logs',
      {
        processes: ['a'],
        search: { pattern: 'x+', kind: 'regex', ignoreCase: false },
        context: 2,
        since: NOW - 60_000,
        run: -1,
        after: 7,
        from: 'end',
        raw: false,
      },
    ]);
  });

  it('say what to do when the session ends during a call', async () => {
    const failure = { reason: 'socket-failed', socketPath: '/s', detail: 'ECONNRESET' } as const;
    await using scene = await connect({ list: async () => err(failure) });
    const { isError, content } = await scene.call('pom_list', {});
    expect(isError).toBe(true);
    expect(content).toMatchObject([{ text: expect.stringContaining('Call pom_list to see whether one is running') }]);
    expect(scene.open()).toBe(0);
  });

  it('wait no longer when the client cancels, or has left', async () => {
    const aborted: string[] = [];
    const waiting = deferred<void>();
    const secondWaiting = deferred<void>();
    const scene = await connect({
      wait: (targets, _goal, _timeoutMs, signal) => {
        (targets[0] === 'first' ? waiting : secondWaiting).resolve();
        return new Promise((resolve) => {
          signal?.addEventListener('abort', () => {
            aborted.push(targets[0] ?? '');
            resolve(ok([]));
          });
        });
      },
      act: () => new Promise(() => {}),
    });
    await using _ = scene;
    const cancel = new AbortController();
    const first = scene.call('pom_wait', { processes: ['first'] }, cancel.signal);
    await waiting.promise;
    cancel.abort();
    await expect(first).rejects.toThrow();
    const acting = scene.call('pom_stop', { processes: ['api'] });
    const second = scene.call('pom_wait', { processes: ['second'] });
    await secondWaiting.promise;
    await scene.bridge.leave();
    expect(aborted).toEqual(['first', 'second']);
    expect((await second).isError).toBeUndefined();
    expect((await acting).isError).toBe(true);
    expect(scene.open()).toBe(0);
  });
});
