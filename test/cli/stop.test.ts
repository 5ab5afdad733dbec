/** Ending things: whole groups, in order, within the grace. Each test has a session that it ends. */
import { describe, expect, it } from '@jest/globals';
import { obey } from '../rig/command.ts';
import { isAlive, survivorsOf } from '../rig/process-table.ts';
import { createProject } from '../rig/project.ts';
import { until } from '../rig/until.ts';
import { type OutcomesAnswer, type PsAnswer, processIn } from './answers.ts';

const GRACE_MS = 400;

describe('pom stop', () => {
  it('is done within the grace and a second when the leader leaves and its group ignores TERM, INT and HUP', async () => {
    await using project = await createProject({
      'pom.yaml': `processes: { tree: { command: '${obey('tree')}', stop: { grace: ${GRACE_MS}ms } } }`,
    });
    await project.up();
    const leader = await project.spawned('tree');
    const stubborn = await leader.fork('same-group');
    await stubborn.ignore('SIGTERM', 'SIGINT', 'SIGHUP');
    const startedAt = performance.now();
    const answer = await project.json<OutcomesAnswer>(['stop', 'tree']);
    expect(performance.now() - startedAt).toBeLessThan(GRACE_MS + 1000);
    expect(answer).toEqual({ processes: [{ name: 'tree', ok: true, status: 'stopped', error: null }] });
    expect([leader.pid, stubborn.pid].filter(isAlive)).toEqual([]);
    expect(stubborn.signals).toContain('SIGTERM');
  });

  it('asks with the signal, or the command, that the configuration names', async () => {
    await using project = await createProject({
      'pom.yaml': `
processes:
  by-signal: { command: '${obey('by-signal')}', stop: { signal: SIGUSR2 } }
  by-command: { command: '${obey('by-command')}', stop: { command: 'echo asked > asked; kill -HUP $POM_PID_OF_NOBODY $(cat pid)' } }
`,
    });
    await project.up();
    const bySignal = await project.spawned('by-signal');
    const byCommand = await project.spawned('by-command');
    await project.write({ pid: String(byCommand.pid) });
    await bySignal.ignore('SIGTERM');
    await byCommand.ignore('SIGTERM');
    expect((await project.pom(['stop', '--all'])).exitCode).toBe(0);
    const answer = await project.json<PsAnswer>(['ps']);
    expect(processIn(answer, 'by-signal').exit).toEqual({ code: null, signal: 'SIGUSR2' });
    expect(processIn(answer, 'by-command').exit).toEqual({ code: null, signal: 'SIGHUP' });
  });
});

describe('a leader that ends by itself', () => {
  it('takes the rest of its group with it, and its exit is its own', async () => {
    await using project = await createProject({
      'pom.yaml': `processes: { tree: { command: '${obey('tree')}', stop: { grace: ${GRACE_MS}ms } } }`,
    });
    await project.up();
    const leader = await project.spawned('tree');
    const holder = await leader.fork('same-group');
    await holder.ignore('SIGTERM');
    await leader.exit(7);
    await holder.print('still here\n');
    expect((await project.pom(['wait', 'tree', '--for', 'stopped'])).exitCode).toBe(0);
    expect(isAlive(holder.pid)).toBe(false);
    expect(processIn(await project.json<PsAnswer>(['ps']), 'tree')).toMatchObject({
      status: 'crashed',
      exit: { code: 7, signal: null },
    });
    expect((await project.pom(['logs', 'tree'])).stdout).toBe('still here\n');
  });

  it('is restarted only when the whole old group is gone', async () => {
    await using project = await createProject({
      'pom.yaml': `processes: { tree: { command: '${obey('tree')}', restart: { policy: always, backoff: { initial: 1ms } } } }`,
    });
    await project.up();
    const leader = await project.spawned('tree');
    const holder = await leader.fork('same-group');
    await holder.ignore('SIGTERM');
    await leader.crash('SIGKILL');
    await holder.received('SIGTERM');
    expect(project.unseen('tree')).toBe(0);
    await holder.exit(0);
    const next = await project.spawned('tree');
    expect(next.env.POM_RUN).toBe('2');
  });
});

describe('pom down', () => {
  it('stops what depends on others before them, ends the session, and leaves nothing', async () => {
    await using project = await createProject({
      'pom.yaml': `
processes:
  db: { command: '${obey('db')}' }
  api: { command: '${obey('api')}', depends_on: [db] }
  done: { command: 'true' }
`,
    });
    await project.up();
    const [db, api] = await Promise.all([project.spawned('db'), project.spawned('api')]);
    await Promise.all([db.ignore('SIGTERM'), api.ignore('SIGTERM')]);
    const down = project.spawnPom(['down']);
    await api.received('SIGTERM');
    expect(db.signals).toEqual([]);
    await api.exit(0);
    await db.received('SIGTERM');
    await db.exit(0);
    expect(await down.exited).toMatchObject({ exitCode: 0, stderr: '' });
    await until(() => survivorsOf(project.env.RIG_ROOT ?? '').length === 0, 'the last process to be gone');
    expect((await project.pom(['ps'])).exitCode).toBe(3);
  });
});
