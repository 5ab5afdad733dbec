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
});
