/** `pom run`: a command for which the project is up. */
import { describe, expect, it } from '@jest/globals';
import { obey } from '../rig/command.ts';
import { survivorsOf } from '../rig/process-table.ts';
import { createProject, type Project } from '../rig/project.ts';
import { type PsAnswer, pidsIn } from './answers.ts';

const TWO = `
env: { GREETING: hello }
processes:
  db: { command: '${obey('db')}', ports: [auto] }
  web: { command: '${obey('web')}', depends_on: [db] }
`;
const QUIET = `processes: { setup: { command: 'true' } }`;
const CHECKED = `processes: { db: { command: 'echo still loading; exec sleep 1000', ready: { log: never } } }`;

const survivors = (project: Project) => survivorsOf(project.env.RIG_ROOT ?? '');
const command = ['/bin/sh', '-c', obey('tests')];

describe('pom run', () => {
  it('runs the command while the project is up, takes it down, and ends with its code', async () => {
    await using project = await createProject({ 'pom.yaml': TWO });
    const run = project.spawnPom(['run', '--', ...command]);
    const tests = await project.spawned('tests');
    const answer = await project.json<PsAnswer>(['ps']);
    expect([...pidsIn(answer).keys()]).toEqual(['db', 'web']);
    await (await project.spawned('db')).print('from the database\n');
    await tests.print('from the tests\n');
    await tests.exit(7);
    const { exitCode, stdout, stderr } = await run.exited;
    expect([exitCode, stdout, stderr]).toEqual([7, 'from the tests\n', '']);
    expect(survivors(project)).toEqual([]);
  });

  it('gives the command the environment of the project, the ports and the socket', async () => {
    await using project = await createProject({ 'pom.yaml': TWO });
    const run = project.spawnPom(['run', '--', ...command, '--json', '--run', '-1']);
    const { env, ...tests } = await project.spawned('tests');
    const { env: db } = await project.spawned('db');
    expect(env).toMatchObject({ GREETING: 'hello', POM_PORT_DB: db.PORT, POM_SOCKET: db.POM_SOCKET });
    expect(env.POM_PROCESS).toBeUndefined();
    expect(tests.pid).toBeGreaterThan(0);
    run.kill('SIGTERM');
    expect((await run.exited).exitCode).toBe(143);
  });

  it('hands the words after -- on as they are, and its standard input', async () => {
    await using project = await createProject({ 'pom.yaml': QUIET });
    const echo = ['sh', '-c', 'cat; printf "<%s>" "$@"', 'sh', '--run', '-1', '--help', '--', '--json'];
    const { stdout, exitCode } = await project.pom(['run', '--', ...echo], { stdin: 'in ' });
    expect([stdout, exitCode]).toEqual(['in <--run><-1><--help><--><--json>', 0]);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('on %s ends the command, then the project, and leaves nothing behind', async (signal, exitCode) => {
    await using project = await createProject({ 'pom.yaml': TWO });
    const run = project.spawnPom(['run', '--', ...command]);
    const [tests, web] = [await project.spawned('tests'), await project.spawned('web')];
    await web.ignore('SIGTERM');
    run.kill(signal);
    await tests.ended;
    await web.received('SIGTERM');
    await web.exit(0);
    expect((await run.exited).exitCode).toBe(exitCode);
    expect(survivors(project)).toEqual([]);
  });

  it('kills the command and the project on a second SIGINT', async () => {
    await using project = await createProject({ 'pom.yaml': TWO });
    const run = project.spawnPom(['run', '--', ...command]);
    const [tests, web] = [await project.spawned('tests'), await project.spawned('web')];
    await Promise.all([tests.ignore('SIGINT'), web.ignore('SIGTERM')]);
    run.kill('SIGINT');
    await tests.received('SIGINT');
    run.kill('SIGINT');
    expect((await run.exited).exitCode).toBe(137);
    expect(survivors(project)).toEqual([]);
  });

  it('does not run the command when a process fails, and says which, why and what it printed', async () => {
    await using project = await createProject({
      'pom.yaml': `processes: { db: { command: 'echo FATAL: no disk >&2; exit 3', ready: { log: up } } }`,
    });
    const { exitCode, stdout, stderr } = await project.pom(['run', '--', 'echo', 'ran']);
    expect([exitCode, stdout]).toEqual([6, '']);
    expect(stderr).toMatch(/db +failed: .*\n\ndb exited with code 3[\s\S]*FATAL: no disk/);
  });

  it('ends with 5 and the last lines when the project is not ready in time', async () => {
    await using project = await createProject({ 'pom.yaml': CHECKED });
    const { exitCode, stdout, stderr } = await project.pom(['run', '--timeout', '1s', '--', 'echo', 'ran']);
    expect([exitCode, stdout]).toEqual([5, '']);
    expect(stderr).toContain('db');
    expect(survivors(project)).toEqual([]);
  });

  it('ends in order when it is interrupted before the project is ready', async () => {
    await using project = await createProject({ 'pom.yaml': CHECKED });
    const run = project.spawnPom(['run', '--logs', '--', 'echo', 'ran']);
    await run.stderr.waitForLine(/db \| still loading/);
    run.kill('SIGTERM');
    const { exitCode, stdout } = await run.exited;
    expect([exitCode, stdout]).toEqual([143, '']);
    expect(survivors(project)).toEqual([]);
  });

  it('starts what is missing of a running session, and leaves it as it was', async () => {
    await using project = await createProject({ 'pom.yaml': TWO });
    await project.up('db');
    const db = await project.spawned('db');
    const run = project.spawnPom(['run', 'web', '--', ...command]);
    const tests = await project.spawned('tests');
    expect([...pidsIn(await project.json<PsAnswer>(['ps'])).keys()]).toEqual(['db', 'web']);
    await tests.exit(0);
    expect((await run.exited).exitCode).toBe(0);
    expect([...pidsIn(await project.json<PsAnswer>(['ps']))]).toEqual([['db', db.pid]]);
  });

  it('ends with 127 when the command is not found, and with 2 when none is given', async () => {
    await using project = await createProject({ 'pom.yaml': QUIET });
    const missing = await project.pom(['run', '--', 'no-such-command']);
    expect([missing.exitCode, missing.stderr]).toEqual([127, 'pom: command not found: no-such-command\n']);
    expect((await project.pom(['run', 'db'])).exitCode).toBe(2);
  });
});
