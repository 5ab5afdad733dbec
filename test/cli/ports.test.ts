import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { createProject } from '../rig/project.ts';
import { type OutcomesAnswer, type PsAnswer, processIn, reasonsIn, type WhyAnswer } from './answers.ts';

const SERVE = `require('http').createServer((_, to) => to.end(process.env.POM_PROCESS)).listen(process.env.PORT, '127.0.0.1')`;
const ASK = `require('http').get('http://127.0.0.1:' + process.env.POM_PORT_API, (from) => from.on('data', (text) => console.log('got', String(text))))`;

/** Listens on a port of the system's choosing, or on this one. */
async function listen(port = 0): Promise<{ readonly port: number } & AsyncDisposable> {
  const server: Server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('a server without an address');
  return {
    port: address.port,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const config = (port: number | string) => `
processes:
  api:
    command: [node, serve.js]
    ports: [${port}]
    ready: { http: "http://127.0.0.1:$PORT/", period: 50ms }
  client:
    command: [node, ask.js]
    depends_on: [api]
`;

const files = (port: number | string) => ({ 'pom.yaml': config(port), 'serve.js': SERVE, 'ask.js': ASK });

describe('a fixed port', () => {
  it('that a stranger holds fails the start at once, naming pid and command', async () => {
    await using stranger = await listen();
    await using project = await createProject(files(stranger.port));
    const up = await project.pom(['up', '-d', '--wait', '--timeout', '60s']);
    expect(up.exitCode).toBe(6);
    expect(up.stdout).toContain(`port ${stranger.port} is taken by pid ${process.pid}: `);
    const { processes } = await project.json<OutcomesAnswer>(['start', 'api']);
    expect(processes).toMatchObject([{ name: 'api', ok: false, status: 'crashed', error: { code: 'port-taken' } }]);
    expect(processIn(await project.json<PsAnswer>(['ps']), 'client').status).toBe('skipped');
    expect((await project.pom(['status', 'api'])).stdout).toContain(`port ${stranger.port} is taken by pid`);
    const why = await project.json<WhyAnswer>(['why', 'client']);
    expect(reasonsIn(why)).toEqual(['client dependency-failed', 'api port-taken']);
    expect(why.next[0]).toBe(`ps -o pid,user,args -p ${process.pid}`);
  });

  it('that is free is the process’s own at every restart', async () => {
    // A number that the system gives to nobody by itself.
    await using project = await createProject(files('auto'));
    await project.up();
    const { ports } = await project.json<{ readonly ports: readonly number[] }>(['status', 'api']);
    await project.write(files(ports[0] ?? 0));
    expect((await project.pom(['reload'])).exitCode).toBe(0);
    for (let restart = 0; restart < 3; restart++) {
      expect((await project.pom(['restart', 'api'])).exitCode).toBe(0);
      expect((await project.pom(['wait', 'api'])).exitCode).toBe(0);
    }
  });

  it('that another process of the project holds is said to be that one’s', async () => {
    await using project = await createProject({
      'pom.yaml': `
processes:
  first: { command: [node, serve.js], ports: [auto], ready: { tcp: $PORT, period: 50ms } }
  second: { command: exec sleep 1000, ports: [auto] }
`,
      'serve.js': SERVE,
    });
    await project.up();
    const { ports } = await project.json<{ readonly ports: readonly number[] }>(['status', 'first']);
    await project.write({
      'pom.yaml': `
processes:
  first: { command: [node, serve.js], ports: [auto], ready: { tcp: $PORT, period: 50ms } }
  second: { command: exec sleep 1000, ports: [${ports[0]}] }
`,
    });
    await project.pom(['reload']);
    const { processes } = await project.json<OutcomesAnswer>(['start', 'second']);
    expect(processes[0]?.error?.message).toMatch(/^port \d+ is taken by pid \d+ of "first": \S*node serve\.js$/);
    const why = await project.json<WhyAnswer>(['why', 'second']);
    expect(why.chain[0]?.message).toMatch(/^could not be started: port \d+ is taken by pid \d+ of "first"/);
    expect(why.next[0]).toBe('pom stop first');
  });
});

describe('an automatic port', () => {
  it('may be written in any command that no shell runs', async () => {
    await using project = await createProject({
      'pom.yaml': `
processes:
  api:
    command: [node, api.js, $PORT]
    ports: [auto]
    ready: { exec: [node, ready.js, $PORT], timeout: 20s }
    stop: { command: [node, stop.js, $PORT] }
`,
      'api.js': `console.log('runs on', process.argv[2]); setInterval(() => {}, 1000)`,
      'ready.js': 'process.exit(process.argv[2] === process.env.PORT ? 0 : 1)',
      // It fails, and then the signal is sent after all.
      'stop.js': `require('fs').writeFileSync('stopped', process.argv[2]); process.exit(1)`,
    });
    await project.up();
    const { ports } = await project.json<{ readonly ports: readonly number[] }>(['status', 'api']);
    expect(await project.logged('api', /runs on/)).toContain(`runs on ${ports[0]}`);
    await project.pom(['stop', 'api']);
    expect(await readFile(project.path('stopped'), 'utf8')).toBe(String(ports[0]));
  });

  it('is where the process listens, is probed, and is reached by those that depend on it', async () => {
    await using project = await createProject(files('auto'));
    await project.up();
    await project.logged('client', /got api/);
    const { ports } = await project.json<{ readonly ports: readonly number[] }>(['status', 'api']);
    expect((await project.pom(['env', 'api'])).stdout).toContain(`PORT=${ports[0]}\n`);
    expect((await project.pom(['env', 'client'])).stdout).toContain(`POM_PORT_API=${ports[0]}\n`);
    expect((await project.pom(['config'])).stdout).toMatch(/ports: \[ auto \]/);
    await project.pom(['restart', 'api']);
    const again = await project.json<{ readonly ports: readonly number[] }>(['status', 'api']);
    expect(again.ports).toEqual(ports);
  });

  it('that a stranger has taken is another one at the next start, and those that depend on it reach it', async () => {
    await using project = await createProject(files('auto'));
    await project.up();
    const { ports } = await project.json<{ readonly ports: readonly number[] }>(['status', 'api']);
    await project.pom(['stop', 'api']);
    await using _stranger = await listen(ports[0]);
    expect((await project.pom(['start', 'api'])).exitCode).toBe(0);
    const after = await project.json<{ readonly ports: readonly number[] }>(['status', 'api']);
    expect(after.ports[0]).not.toBe(ports[0]);
    expect((await project.pom(['wait', 'api'])).exitCode).toBe(0);
    await project.pom(['start', 'client']);
    await project.pom(['wait', 'client', '--for', 'exit']);
    const logs = await project.pom(['logs', 'client', '--run', 'current']);
    expect(logs.stdout).toContain('got api');
  });
});
