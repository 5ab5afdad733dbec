import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { obey } from './command.ts';
import { isAlive, processOf, processTable, survivorsOf } from './process-table.ts';
import { createProject } from './project.ts';
import { until } from './until.ts';

describe('a project', () => {
  it('has its files, a short private runtime directory and pom on the PATH', async () => {
    await using project = await createProject({ 'pom.yaml': 'processes: {}\n', 'a/b.txt': 'text' });
    expect(readFileSync(project.path('a', 'b.txt'), 'utf8')).toBe('text');
    expect((await project.sh('stat -c %a "$XDG_RUNTIME_DIR"; command -v pom; pwd')).stdout).toBe(
      `700\n${project.env.RIG_ROOT}/bin/pom\n${project.dir}\n`,
    );
    expect(project.env.XDG_RUNTIME_DIR?.length).toBeLessThan(40);
  });

  it('gives exit codes, signals and exact bytes', async () => {
    await using project = await createProject();
    expect(await project.sh("printf 'a\\377'; echo b >&2; exit 3")).toMatchObject({
      stdoutBytes: Buffer.from([0x61, 0xff]),
      stderr: 'b\n',
      exitCode: 3,
      signal: null,
    });
    expect(await project.sh('kill -9 $$')).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
    expect((await project.sh('cat', { stdin: 'in' })).stdout).toBe('in');
  });

  it('fails when something outlives it, and ends that', async () => {
    const project = await createProject();
    const { stdout } = await project.sh('setsid sleep 1000 >/dev/null 2>&1 & echo $!');
    await expect(project[Symbol.asyncDispose]()).rejects.toThrow(`pid ${stdout.trim()} `);
    await until(() => !isAlive(Number(stdout)), 'the sleeper to be gone');
  });

  it('says what it waited for and what it got instead', async () => {
    await using project = await createProject();
    const program = project.spawnPom(['--version'], { env: { PATH: '' } });
    await expect(program.stdout.waitForLine(/never said/)).rejects.toThrow(
      /waited for a line like \/never said\/ on stdout of pom --version, which ended\n\nreceived:\n/,
    );
  });
});

describe('an obedient child', () => {
  it('tells how it was started and prints what it is told, byte by byte', async () => {
    await using project = await createProject();
    const script = project.sh(`GREETING=hello; export GREETING; ${obey('talker')}`);
    const child = await project.spawned('talker');
    expect(child).toMatchObject({ cwd: project.dir, argv: ['talker'], env: { GREETING: 'hello' } });
    expect(processOf(child.pid)?.argv).toContain('talker');
    await child.print(new Uint8Array([0, 0x80, 0x0a]));
    await child.print('error', 'stderr');
    await child.exit(7);
    expect(await script).toMatchObject({ stdoutBytes: Buffer.from([0, 0x80, 0x0a]), stderr: 'error', exitCode: 7 });
  });

  it('notes the signals that it ignores, and crashes by one', async () => {
    await using project = await createProject();
    const script = project.sh(obey('stubborn'));
    const child = await project.spawned('stubborn');
    await child.ignore('SIGTERM', 'SIGHUP');
    process.kill(child.pid, 'SIGTERM');
    await child.received('SIGTERM');
    expect(isAlive(child.pid)).toBe(true);
    await child.crash('SIGTERM');
    expect((await script).signal).toBe('SIGTERM');
  });

  it('forks children into its group or a session of their own, which obey too', async () => {
    await using project = await createProject();
    const script = project.sh(obey('parent'));
    const parent = await project.spawned('parent');
    const inGroup = await parent.fork('same-group');
    const outside = await parent.fork('new-session');
    expect(processOf(inGroup.pid)).toMatchObject({ ppid: parent.pid, pgid: processOf(parent.pid)?.pgid });
    expect(processOf(outside.pid)).toMatchObject({ pgid: outside.pid, sid: outside.pid });
    await parent.close('stdout');
    await inGroup.print('from the grandchild');
    await parent.exit(0);
    expect(survivorsOf(project.env.RIG_ROOT ?? '').map(({ pid }) => pid)).toEqual(
      expect.arrayContaining([inGroup.pid, outside.pid]),
    );
    await Promise.all([inGroup.exit(0), outside.exit(0)]);
    expect((await script).stdout).toBe('from the grandchild');
  });

  it('is returned once for each start, whoever asks first', async () => {
    await using project = await createProject();
    const early = project.spawned('twice');
    const scripts = [project.sh(obey('twice')), project.sh(obey('twice'))];
    const [first, second] = [await early, await project.spawned('twice')];
    expect(first.pid).not.toBe(second.pid);
    await Promise.all([first.exit(1), second.exit(1)]);
    await Promise.all(scripts);
    expect(project.unseen('twice')).toBe(0);
  });
});

describe('the process table', () => {
  it('holds this process as it is', () => {
    const self = processTable().find(({ pid }) => pid === process.pid);
    expect(self).toMatchObject({ ppid: process.ppid, cwd: process.cwd(), state: expect.stringMatching(/[RS]/) });
  });

  it('finds what hides its environment by where it stands', async () => {
    await using project = await createProject();
    const { stdout } = await project.sh('env -i sleep 1000 >/dev/null 2>&1 & echo $!');
    expect(survivorsOf(project.env.RIG_ROOT ?? '').map(({ pid }) => pid)).toContain(Number(stdout));
    process.kill(Number(stdout), 'SIGKILL');
  });
});
