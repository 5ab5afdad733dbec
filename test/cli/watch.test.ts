/** Watched files, from outside. */
import { describe, expect, it } from '@jest/globals';
import { obey } from '../rig/command.ts';
import { createProject } from '../rig/project.ts';
import { type PsAnswer, processIn, type StatusAnswer } from './answers.ts';

const YAML = (watch: string, command = obey('api')) => `
processes:
  api: { command: ${JSON.stringify(command)}, watch: ${watch} }
`;

describe('a watch', () => {
  it('restarts a process when a file changes, and names the file', async () => {
    await using project = await createProject({
      'pom.yaml': YAML('{ paths: [src], debounce: 20ms }'),
      'src/main.js': '1',
    });
    await project.pom(['up', '-d']);
    await project.spawned('api');
    await project.write({ 'src/main.js': '2' });
    await project.spawned('api');
    await project.write({ 'src/new/deep.js': '1' });
    await project.spawned('api');

    const { runs, watch } = await project.json<StatusAnswer>(['status', 'api']);
    expect(runs.map(({ cause }) => cause?.file)).toEqual(['src/main.js', 'src/new/deep.js', undefined]);
    expect(watch).toMatchObject({ mode: 'watching', warning: null, last_change: { file: 'src/new/deep.js' } });
    const { stdout } = await project.pom(['status', 'api']);
    expect(stdout).toMatch(/last change +src\/new\/deep\.js.*restart/);
    expect(stdout).not.toContain('ENDED BADLY');
    expect((await project.pom(['events'])).stdout).toContain('api: src/main.js changed, restart');
  });

  it('restarts what has crashed and not what was stopped', async () => {
    await using project = await createProject({
      'pom.yaml': `${YAML('{ paths: [src], debounce: 20ms }')}  other: { command: ${JSON.stringify(obey('other'))}, watch: { paths: src, debounce: 20ms } }\n`,
      'src/main.js': '1',
    });
    await project.pom(['up', '-d']);
    await project.spawned('other');
    await (await project.spawned('api')).exit(1);
    await project.pom(['wait', 'api', '--for', 'exit']);
    await project.pom(['stop', 'other']);
    await project.write({ 'src/main.js': '2' });
    await project.spawned('api');
    const answer = await project.json<PsAnswer>(['ps']);
    expect(processIn(answer, 'api')).toMatchObject({ status: 'running', run: 2 });
    expect(processIn(answer, 'other')).toMatchObject({ status: 'stopped', run: 1 });
  });

  it('sends a signal, or runs a command in the directory and the environment of the process', async () => {
    await using project = await createProject({
      'pom.yaml': `
processes:
  hup:
    command: trap 'echo got it' HUP; echo up; while :; do sleep 0.05; done
    watch: { paths: conf, signal: SIGHUP, debounce: 20ms }
  make:
    command: exec sleep 1000
    cwd: sub
    env: { OUT: made }
    watch: { paths: ../conf, exec: 'echo yes > "$OUT"', debounce: 20ms }
  made:
    command: exec sleep 1000
    ready: { file: sub/made, period: 20ms }
`,
      'conf/a': '1',
      'sub/.keep': '',
    });
    await project.pom(['up', '-d']);
    await project.logged('hup', /up/);
    await project.write({ 'conf/a': '2' });
    await project.logged('hup', /got it/);
    expect((await project.pom(['wait', 'made', '--for', 'ready', '--timeout', '30s'])).exitCode).toBe(0);
    const { processes } = await project.json<PsAnswer>(['ps']);
    expect(processes.map(({ run }) => run)).toEqual([1, 1, 1]);
  });

  it('gives up on a process that changes what it is watched for, and takes it up again after a restart', async () => {
    await using project = await createProject({
      'pom.yaml': YAML('{ paths: [.], ignore: [.keep], debounce: 1ms }', 'echo $POM_RUN > out.txt; exec sleep 1000'),
    });
    await project.pom(['up', '-d']);
    const events = project.spawnPom(['events', '-f']);
    const suspended = /api: out\.txt changed, too often: its watch is suspended/;
    if (!suspended.test((await project.pom(['events'])).stdout)) await events.stdout.waitForLine(suspended);
    events.kill('SIGKILL');
    const { watch, restarts } = await project.json<StatusAnswer>(['status', 'api']);
    expect(watch?.mode).toBe('suspended');
    // Two changes may have asked for one and the same restart.
    expect(restarts).toBeGreaterThan(1);
    expect(restarts).toBeLessThanOrEqual(10);
    expect((await project.pom(['ps'])).stderr).toContain('api: its watch is suspended');
    expect((await project.pom(['status', 'api'])).stdout).toMatch(/warning +its watch is suspended/);
  });

  it('goes by its new settings after a reload, without a restart', async () => {
    await using project = await createProject({
      'pom.yaml': YAML('{ paths: [src], debounce: 20ms }'),
      'src/main.js': '1',
      'lib/main.js': '1',
    });
    await project.pom(['up', '-d']);
    await project.spawned('api');
    await project.write({ 'pom.yaml': YAML('{ paths: [lib], debounce: 20ms }') });
    await project.pom(['reload']);
    await project.write({ 'src/main.js': '2' });
    await project.write({ 'lib/main.js': '2' });
    await project.spawned('api');
    const { runs } = await project.json<StatusAnswer>(['status', 'api']);
    expect(runs.map(({ cause }) => cause?.file)).toEqual(['lib/main.js', undefined]);
  });
});
