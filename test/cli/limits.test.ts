/** `limits`, `user` and `umask`, from outside. */
import { describe, expect, it } from '@jest/globals';
import { createProject } from '../rig/project.ts';
import { type PsAnswer, processIn } from './answers.ts';

const isRoot = process.getuid?.() === 0;

describe('limits', () => {
  it('hold for the program, whose pid is the one that is shown', async () => {
    await using project = await createProject({
      'pom.yaml': `
processes:
  api:
    command: echo $$ $(umask) $(ulimit -Sn) $(nice) $(ulimit -St); exec sleep 1000
    umask: "0027"
    limits: { open_files: 77, nice: 3, cpu: 90s }
`,
    });
    await project.up();
    const own = Number((await project.sh('nice')).stdout);
    const { pid } = processIn(await project.json<PsAnswer>(['ps']), 'api');
    const line = await project.logged('api', /0027/);
    expect(line.trim().split(' ').slice(-5)).toEqual([String(pid), '0027', '77', String(own + 3), '90']);
  });

  it('end a run that has used its processor time, by a signal that is shown', async () => {
    await using project = await createProject({
      'pom.yaml': 'processes: { spin: { command: "while :; do :; done", limits: { cpu: 10ms } } }',
    });
    await project.pom(['up', '-d']);
    await project.pom(['wait', 'spin', '--for', 'exit', '--timeout', '60s']);
    expect(processIn(await project.json<PsAnswer>(['ps']), 'spin').exit).toEqual({ code: null, signal: 'SIGXCPU' });
  });

  it('stop a run that has too much in memory, and say so', async () => {
    await using project = await createProject({
      'leak.js': 'globalThis.leak = Buffer.alloc(200 * 1024 * 1024, 1); setInterval(() => {}, 1000)',
      'pom.yaml': 'processes: { leak: { command: exec node leak.js, limits: { memory: 150MiB } } }',
    });
    await project.pom(['up', '-d']);
    await project.pom(['wait', 'leak', '--for', 'exit', '--timeout', '60s']);
    expect((await project.pom(['status', 'leak'])).stdout).toMatch(/used [\d.]+ MiB of memory, and may use 150 MiB/);
  });

  it('leave a missing program what it is', async () => {
    await using project = await createProject({
      'pom.yaml': 'processes: { api: { command: [no-such-program], umask: "022" } }',
    });
    await project.pom(['up', '-d']);
    expect((await project.pom(['status', 'api'])).stdout).toContain('command not found: no-such-program');
  });
});

describe('user', () => {
  (isRoot ? it : it.skip)('runs the program as that user, with the groups and the home that it has', async () => {
    await using project = await createProject({
      'pom.yaml': `
processes:
  api: { command: 'echo as $(id -un) $USER $LOGNAME $HOME > /dev/stdout; exec sleep 1000', user: nobody, cwd: / }
  other: { command: 'echo as $(id -u):$(id -g) $HOME; exec sleep 1000', user: "12345:54321", cwd: /, env: { HOME: /tmp } }
`,
    });
    await project.up();
    expect(await project.logged('api', /as /)).toMatch(/as nobody nobody nobody \//);
    expect(await project.logged('other', /as /)).toMatch(/as 12345:54321 \/tmp/);
    expect((await project.pom(['env', 'api'])).stdout).toContain('USER=nobody');
  });

  it('that does not exist is said where the process is shown', async () => {
    await using project = await createProject({
      'pom.yaml': 'processes: { api: { command: sleep 1000, user: nobody-by-this-name } }',
    });
    await project.pom(['up', '-d']);
    expect((await project.pom(['status', 'api'])).stdout).toContain('there is no user or group nobody-by-this-name');
  });
});
