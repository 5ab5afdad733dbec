/** `pom up` that stays: signals, and the ways a process can end the project. */
import { describe, expect, it } from '@jest/globals';
import { obey } from '../rig/command.ts';
import { survivorsOf } from '../rig/process-table.ts';
import { createProject, type Project } from '../rig/project.ts';
import { type PsAnswer, pidsIn } from './answers.ts';

const TWO = `
processes:
  db: { command: '${obey('db')}' }
  web: { command: '${obey('web')}', depends_on: [db] }
`;

const survivors = (project: Project) => survivorsOf(project.env.RIG_ROOT ?? '');

describe('pom up', () => {
  it('shows lines with the name of their process, without an escape byte when it is not on a terminal', async () => {
    await using project = await createProject({ 'pom.yaml': TWO });
    const up = project.spawnPom(['up']);
    const [db, web] = [await project.spawned('db'), await project.spawned('web')];
    await db.print('ready\n');
    await up.stdout.waitForLine(/^db +\| ready$/);
    await web.print('\u001b[31mred\u001b[0m', 'stderr');
    await web.exit(0);
    await up.stdout.waitForLine(/^web \| red$/);
    up.kill('SIGTERM');
    expect((await up.exited).stdout).not.toContain('\u001b');
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('stops the project in order on %s and ends with %d', async (signal, exitCode) => {
    await using project = await createProject({ 'pom.yaml': TWO });
    const up = project.spawnPom(['up']);
    const [db, web] = [await project.spawned('db'), await project.spawned('web')];
    await Promise.all([db.ignore('SIGTERM'), web.ignore('SIGTERM')]);
    up.kill(signal);
    await web.received('SIGTERM');
    expect(db.signals).toEqual([]);
    await web.exit(0);
    await db.received('SIGTERM');
    await db.exit(0);
    expect((await up.exited).exitCode).toBe(exitCode);
    expect(survivors(project)).toEqual([]);
  });

  it('kills at once on a second SIGINT', async () => {
    await using project = await createProject({
      'pom.yaml': `processes: { stubborn: { command: '${obey('stubborn')}', stop: { grace: 1h } } }`,
    });
    const up = project.spawnPom(['up']);
    const child = await project.spawned('stubborn');
    await child.ignore('SIGTERM', 'SIGINT');
    up.kill('SIGINT');
    await child.received('SIGTERM');
    up.kill('SIGINT');
    expect((await up.exited).exitCode).toBe(130);
    expect(survivors(project)).toEqual([]);
  });

  it('answers the other commands while it stays, and ends when pom down is called', async () => {
    await using project = await createProject({ 'pom.yaml': TWO });
    const up = project.spawnPom(['up']);
    const [db, web] = [await project.spawned('db'), await project.spawned('web')];
    const answer = await project.json<PsAnswer>(['ps']);
    expect(answer.session?.pid).toBe(up.pid);
    expect([...pidsIn(answer).values()]).toEqual([db.pid, web.pid]);
    expect((await project.pom(['down'])).exitCode).toBe(0);
    expect((await up.exited).exitCode).toBe(0);
  });

  it('on a session that runs already shows its lines, and leaves it running when it is left', async () => {
    await using project = await createProject({ 'pom.yaml': TWO });
    await project.up();
    const db = await project.spawned('db');
    const up = project.spawnPom(['up']);
    await up.stderr.waitForLine(/the session was running already/);
    await db.print('hello\n');
    await up.stdout.waitForLine(/^db +\| hello$/);
    up.kill('SIGINT');
    await up.exited;
    expect(pidsIn(await project.json<PsAnswer>(['ps'])).get('db')).toBe(db.pid);
  });

  it('starts the named processes and what they depend on, or with --no-deps the named ones alone', async () => {
    await using project = await createProject({
      'pom.yaml': `${TWO}  other: { command: '${obey('other')}', depends_on: [web] }\n`,
    });
    await project.up('web');
    expect([...pidsIn(await project.json<PsAnswer>(['ps'])).keys()]).toEqual(['db', 'web']);
    await project.pom(['down']);
    await project.up('web', '--no-deps');
    expect([...pidsIn(await project.json<PsAnswer>(['ps'])).keys()]).toEqual(['web']);
  });
});

describe('the end of a process that ends the project', () => {
  const config = (exitProject: string) => `
processes:
  db: { command: '${obey('db')}' }
  tests: { command: '${obey('tests')}', depends_on: [db], exit_project: ${exitProject} }
`;

  it.each([0, 7, 255])('exit_project: on-exit ends pom up with its code, %d', async (code) => {
    await using project = await createProject({ 'pom.yaml': config('on-exit') });
    const up = project.spawnPom(['up']);
    await (await project.spawned('tests')).exit(code);
    expect((await up.exited).exitCode).toBe(code);
    expect(survivors(project)).toEqual([]);
  });

  it('exit_project: on-failure ends it when the process fails, and by a signal with 128 and its number', async () => {
    await using project = await createProject({ 'pom.yaml': config('on-failure') });
    const up = project.spawnPom(['up']);
    await (await project.spawned('tests')).exit(0);
    await project.pom(['wait', 'tests', '--for', 'exit']);
    await project.pom(['start', 'tests']);
    await (await project.spawned('tests')).crash('SIGKILL');
    expect((await up.exited).exitCode).toBe(137);
  });

  it('--exit-code-from does so for any process', async () => {
    await using project = await createProject({ 'pom.yaml': config('never') });
    const up = project.spawnPom(['up', '--exit-code-from', 'tests']);
    await (await project.spawned('tests')).exit(9);
    expect((await up.exited).exitCode).toBe(9);
    expect((await project.pom(['up', '--exit-code-from', 'nobody'])).exitCode).toBe(4);
  });
});
