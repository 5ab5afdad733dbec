/** One project, one session, whoever starts it, however often, and whatever becomes of the command that did. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { obey } from '../rig/command.ts';
import { isAlive, processTable } from '../rig/process-table.ts';
import { createProject, type Project } from '../rig/project.ts';
import { until } from '../rig/until.ts';
import { type PsAnswer, pidsIn } from './answers.ts';

const ONE = `processes: { api: { command: '${obey('api')}' } }`;

/** Processes of this project that run pom. */
function poms(project: Project): readonly number[] {
  const marker = `RIG_ROOT=${project.env.RIG_ROOT}`;
  return processTable()
    .filter(({ argv, environ, state }) => state !== 'Z' && environ?.includes(marker) && argv[1]?.endsWith('/pom.js'))
    .map(({ pid }) => pid);
}

describe('pom up -d', () => {
  it.each([2, 8])('called %d times at once gives one session, and every call succeeds', async (count) => {
    await using project = await createProject({ 'pom.yaml': ONE });
    const results = await Promise.all(Array.from({ length: count }, () => project.pom(['up', '-d', '--wait'])));
    expect(results.map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toEqual(
      Array.from({ length: count }, () => ({ exitCode: 0, stderr: '' })),
    );
    const { session, processes } = await project.json<PsAnswer>(['ps']);
    const child = await project.spawned('api');
    expect(processes).toMatchObject([{ name: 'api', pid: child.pid, run: 1 }]);
    expect(project.unseen('api')).toBe(0);
    await until(() => poms(project).length === 1, 'one pom to be left');
    expect(poms(project)).toEqual([session?.pid]);
  });

  it('called eight times at once after a session was killed gives one session, round after round', async () => {
    await using project = await createProject({ 'pom.yaml': 'processes: { api: { command: exec sleep 3600 } }' });
    await project.up();
    for (let round = 1; round <= 3; round++) {
      const before = await project.json<PsAnswer>(['ps']);
      process.kill(before.session?.pid ?? 0, 'SIGKILL');
      const results = await Promise.all(Array.from({ length: 8 }, () => project.pom(['up', '-d', '--wait'])));
      expect(results.map(({ exitCode }) => exitCode)).toEqual(Array(8).fill(0));
      const { session, processes } = await project.json<PsAnswer>(['ps']);
      await until(() => poms(project).length === 1, 'one pom to be left');
      expect(poms(project)).toEqual([session?.pid]);
      const children = processTable().filter(({ argv, cwd }) => cwd === project.dir && argv[0] === 'sleep');
      expect(children.map(({ pid }) => pid)).toEqual([processes[0]?.pid]);
    }
    // 24 starts of Node: seconds on an idle machine, much more on a busy one.
  }, 120_000);

  it('leaves a session that is not a child of its shell, in an operating system session of its own', async () => {
    await using project = await createProject({ 'pom.yaml': ONE });
    await project.sh('pom up -d --wait > /dev/null');
    const { session } = await project.json<PsAnswer>(['ps']);
    const entry = processTable().find(({ pid }) => pid === session?.pid);
    expect(entry?.sid).toBe(session?.pid);
  });

  it('returns although the session lives: no pipe of the caller is kept open', async () => {
    await using project = await createProject({ 'pom.yaml': ONE });
    const { exitCode, stdout } = await project.sh('pom up -d --wait | cat; pom up -d 2>&1 | cat >/dev/null');
    expect(stdout).toContain('api');
    expect(exitCode).toBe(0);
  });

  it('replaces a session that was killed, and its stale socket', async () => {
    await using project = await createProject({ 'pom.yaml': 'processes: { api: { command: exec sleep 1000 } }' });
    await project.up();
    const before = await project.json<PsAnswer>(['ps']);
    process.kill(before.session?.pid ?? 0, 'SIGKILL');
    await until(() => !isAlive(before.session?.pid ?? 0), 'the session to be gone');
    for (const pid of pidsIn(before).values()) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    expect((await project.pom(['ps'])).exitCode).toBe(3);
    await project.up();
    const after = await project.json<PsAnswer>(['ps']);
    expect(after.session?.pid).not.toBe(before.session?.pid);
  });

  it('says so when a session does not answer', async () => {
    await using project = await createProject({ 'pom.yaml': ONE });
    await project.up();
    const { session } = await project.json<PsAnswer>(['ps']);
    process.kill(session?.pid ?? 0, 'SIGSTOP');
    try {
      const [up, ps] = await Promise.all([project.pom(['up', '-d']), project.pom(['ps'])]);
      expect(up).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('has not answered') });
      expect(ps).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('has not answered') });
    } finally {
      process.kill(session?.pid ?? 0, 'SIGCONT');
    }
    expect((await project.pom(['ps'])).exitCode).toBe(0);
  });

  it('refuses a runtime directory that others may use, and says which', async () => {
    await using project = await createProject({ 'pom.yaml': ONE });
    const { exitCode, stderr } = await project.sh('mkdir -m 777 "$XDG_RUNTIME_DIR/pom"; exec pom up -d');
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: `pom: the directory ${project.env.XDG_RUNTIME_DIR}/pom is accessible to other users; "chmod 700" it\n`,
    });
  });
});

describe('kill -9 of a command', () => {
  it('at any moment leaves the session answering and its processes running', async () => {
    await using project = await createProject({ 'pom.yaml': ONE });
    await project.up();
    const before = await project.json<PsAnswer>(['ps']);
    const commands = [['logs', '-f'], ['events', '-f'], ['wait', 'api', '--for', 'exit'], ['up'], ['up', '-d'], ['ps']];
    // Each is killed a little later in its life than the one before it, from before it has connected to after.
    for (const [i, args] of [...commands, ...commands, ...commands].entries()) {
      const command = project.spawnPom(args);
      const killAt = performance.now() + i * 8;
      await until(() => performance.now() >= killAt, 'the moment to kill');
      command.kill('SIGKILL');
      await command.exited;
    }
    const after = await project.json<PsAnswer>(['ps']);
    expect(after.session).toEqual(before.session);
    expect(pidsIn(after)).toEqual(pidsIn(before));
  });

  it('leaves no half-started session: the next pom up -d works, and there is one', async () => {
    await using project = await createProject({ 'pom.yaml': ONE });
    for (const delayMs of [40, 80, 120, 200]) {
      const command = project.spawnPom(['up', '-d', '--wait']);
      const killAt = performance.now() + delayMs;
      await until(() => performance.now() >= killAt, 'the moment to kill');
      command.kill('SIGKILL');
      await command.exited;
      await project.up();
      const { session, processes } = await project.json<PsAnswer>(['ps']);
      expect(processes[0]).toMatchObject({ status: 'running' });
      await until(
        () => poms(project).length === 1,
        'one pom to be left',
        () => poms(project).join(', '),
      );
      expect(poms(project)).toEqual([session?.pid]);
      await project.pom(['down']);
    }
  });
});

describe('pom down', () => {
  it('removes the socket, so that nothing is left to find', async () => {
    await using project = await createProject({ 'pom.yaml': ONE });
    await project.up();
    await project.pom(['down']);
    const runtime = path.join(project.env.XDG_RUNTIME_DIR ?? '', 'pom');
    const left = existsSync(runtime) ? readdirSync(runtime, { recursive: true, encoding: 'utf8' }) : [];
    expect(left.filter((name) => path.basename(name) === 's')).toEqual([]);
  });
});
