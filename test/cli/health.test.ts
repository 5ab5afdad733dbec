/** Readiness and liveness, from outside. */
import { describe, expect, it } from '@jest/globals';
import { createProject } from '../rig/project.ts';
import { type PsAnswer, processIn } from './answers.ts';

const SERVER = `require('node:http').createServer((_, a) => a.end('up')).listen(process.env.SOCKET)`;

describe('the health of a process', () => {
  it('lets up --wait return when everything is ready, and status show what the probes said', async () => {
    await using project = await createProject({
      'server.js': SERVER,
      'pom.yaml': `
processes:
  db: { command: 'exec node server.js', env: { SOCKET: db.sock }, ready: { file: db.sock, period: 20ms } }
  api: { command: 'echo listening; exec sleep 1000', ready: { log: ^listening$ }, depends_on: [db] }
`,
    });
    expect(await project.pom(['up', '-d', '--wait', '--timeout', '30s'])).toMatchObject({ exitCode: 0 });
    const answer = await project.json<PsAnswer>(['ps']);
    expect([processIn(answer, 'db').ready, processIn(answer, 'api').ready]).toEqual([true, true]);
    const { stdout } = await project.pom(['status', 'api']);
    expect(stdout).toContain('"listening" matches');
  });

  it('hears what a process notifies: ready, a status, and that it goes on living', async () => {
    await using project = await createProject({
      'server.pl': `
use Socket; $| = 1;
socket(my $s, PF_UNIX, SOCK_DGRAM, 0);
send($s, "READY=1\\nSTATUS=Accepting orders", 0, pack_sockaddr_un($ENV{NOTIFY_SOCKET})) or die $!;
sleep 1000;
`,
      'pom.yaml': `
processes:
  api: { command: exec perl server.pl, ready: { notify: true }, alive: { notify: true, period: 50ms } }
  web: { command: exec sleep 1000, depends_on: [api] }
`,
    });
    await project.up('--timeout', '30s');
    await project.pom(['wait', 'api', '--for', 'exit', '--timeout', '30s']);
    const { stdout } = await project.pom(['status', 'api']);
    expect(stdout).toContain('says         Accepting orders');
    expect(stdout).toContain('was no longer alive: notify: WATCHDOG=1 has not come; it says: Accepting orders');
  });

  it('shows no secret that a probe sends', async () => {
    await using project = await createProject({
      'pom.yaml': `
processes:
  api:
    command: exec sleep 1000
    alive: { http: { url: 'http://127.0.0.1:1', headers: { Authorization: Bearer hush, Accept: text/plain } }, failures: 99 }
`,
    });
    await project.up();
    for (const args of [['config'], ['config', '--json'], ['status', 'api'], ['status', 'api', '--json']]) {
      expect((await project.pom(args)).stdout).not.toContain('hush');
    }
    expect((await project.pom(['config'])).stdout).toContain('text/plain');
  });

  it('ends the wait for what has crashed with 6', async () => {
    await using project = await createProject({
      'pom.yaml': `processes: { api: { command: 'exit 3', ready: { tcp: 1 } } }`,
    });
    await project.pom(['up', '-d']);
    expect((await project.pom(['wait', 'api', '--for', 'ready', '--timeout', '30s'])).exitCode).toBe(6);
  });

  it('stops a run that is no longer alive, and says why', async () => {
    await using project = await createProject({
      'pom.yaml': `
processes:
  api:
    command: exec sleep 1000
    alive: { exec: 'echo no pulse; exit 1', period: 20ms, failures: 2 }
`,
    });
    await project.pom(['up', '-d']);
    await project.pom(['wait', 'api', '--for', 'exit', '--timeout', '30s']);
    const { stdout } = await project.pom(['status', 'api']);
    expect(stdout).toContain('was no longer alive: exec: exited with code 1: no pulse');
  });

  it('restarts an HTTP service that accepts and never answers, once, and says why', async () => {
    await using project = await createProject({
      'server.js': `
const { existsSync, writeFileSync } = require('node:fs');
const answers = existsSync('again');
writeFileSync('again', '');
require('node:http')
  .createServer((_, to) => { if (answers) to.end('up'); })
  .listen(process.env.PORT, '127.0.0.1', () => console.log(answers ? 'second life' : 'first life'));
`,
      'pom.yaml': `
processes:
  api:
    command: [node, server.js]
    ports: [auto]
    restart: on-failure
    ready: { log: life, period: 20ms }
    alive: { http: 'http://127.0.0.1:$PORT/', period: 1h, timeout: 3s, failures: 1 }
`,
    });
    await project.pom(['up', '-d']);
    await project.logged('api', /second life/);
    await project.pom(['wait', 'api', '--for', 'ready', '--timeout', '30s']);
    expect(processIn(await project.json<PsAnswer>(['ps']), 'api')).toMatchObject({ run: 2, restarts: 1 });
    const { stdout } = await project.pom(['status', 'api']);
    expect(stdout).toContain('was no longer alive: http: no answer within 3000 ms');
  });

  it('leaves an HTTP service alone that flaps under its threshold', async () => {
    await using project = await createProject({
      'server.js': `
let asked = 0;
require('node:http')
  .createServer((_, to) => {
    to.statusCode = ++asked % 3 === 0 ? 200 : 500;
    to.end(() => console.log('asked', asked));
  })
  .listen(process.env.PORT, '127.0.0.1', () => console.log('listening'));
`,
      'pom.yaml': `
processes:
  api:
    command: [node, server.js]
    ports: [auto]
    restart: on-failure
    ready: { log: listening, period: 20ms }
    alive: { http: 'http://127.0.0.1:$PORT/', period: 20ms, timeout: 20s, failures: 3 }
`,
    });
    await project.pom(['up', '-d']);
    await project.logged('api', /^.*asked 12$/);
    expect(processIn(await project.json<PsAnswer>(['ps']), 'api')).toMatchObject({ run: 1, restarts: 0, ready: true });
    expect((await project.pom(['status', 'api'])).stdout).toContain('status 500');
  });

  it('takes a changed probe over in place', async () => {
    const config = (file: string) =>
      `processes: { api: { command: exec sleep 1000, ready: { file: ${file}, period: 20ms } } }`;
    await using project = await createProject({ 'pom.yaml': config('never'), there: '' });
    await project.pom(['up', '-d']);
    await project.pom(['wait', 'api', '--for', 'running']);
    const { pid, ready } = processIn(await project.json<PsAnswer>(['ps']), 'api');
    expect(ready).toBe(false);
    await project.write({ 'pom.yaml': config('there') });
    expect((await project.pom(['reload'])).exitCode).toBe(0);
    expect((await project.pom(['wait', 'api', '--for', 'ready', '--timeout', '30s'])).exitCode).toBe(0);
    expect(processIn(await project.json<PsAnswer>(['ps']), 'api')).toMatchObject({ pid, run: 1, ready: true });
  });
});
