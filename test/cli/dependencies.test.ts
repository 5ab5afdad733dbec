/** Dependencies, from outside. */
import { describe, expect, it } from '@jest/globals';
import { obey } from '../rig/command.ts';
import { createProject } from '../rig/project.ts';
import { type OutcomesAnswer, type PsAnswer, processIn } from './answers.ts';

describe('what a process depends on', () => {
  it('ends the wait for it at once, with 6 and the whole chain, when it can no longer become ready', async () => {
    await using project = await createProject({
      'pom.yaml': `
processes:
  db: { command: 'exit 3', ready: { file: never } }
  api: { command: exec sleep 1000, depends_on: [db], ready: { file: never } }
  web: { command: exec sleep 1000, depends_on: [api] }
`,
    });
    await project.pom(['up', '-d']);
    const waited = await project.pom(['wait', 'web', '--for', 'ready', '--timeout', '60s']);
    expect(waited).toMatchObject({ exitCode: 6 });
    expect(waited.stdout).toContain('needs api, which needs db (crashed, exit 3)');
  });

  it('is started with it by name, and that is said', async () => {
    await using project = await createProject({
      'pom.yaml': `
processes:
  db: { command: exec sleep 1000, autostart: false }
  api: { command: exec sleep 1000, autostart: false, depends_on: [db] }
  web: { command: exec sleep 1000, autostart: false, depends_on: [api] }
  other: { command: exec sleep 1000 }
`,
    });
    await project.up();
    const started = await project.pom(['start', 'api']);
    expect(started).toMatchObject({ exitCode: 0, stderr: 'also started: db\n' });
    await project.pom(['stop', 'api', 'db']);
    const answer = await project.json<OutcomesAnswer>(['start', 'web']);
    expect(answer.processes).toEqual([
      { name: 'web', ok: true, status: 'running', error: null, also_started: ['db', 'api'] },
    ]);
    expect((await project.pom(['start', 'web'])).stderr).toBe('');
    await project.pom(['down']);
    // The selection of a session that begins with it.
    expect(await project.pom(['up', '-d', 'web'])).toMatchObject({ exitCode: 0, stderr: 'also started: db, api\n' });
  });

  it('may be late, or missing, or restart it', async () => {
    await using project = await createProject({
      'pom.yaml': `
processes:
  db: { command: '${obey('db')}' }
  late: { command: exec sleep 1000, ready: { file: never } }
  api:
    command: '${obey('api')}'
    depends_on:
      db: { condition: started, restart: true }
      late: { condition: ready, timeout: 10ms, required: false }
  worker: { command: exec sleep 1000, depends_on: { late: { condition: ready, timeout: 10ms } } }
`,
    });
    await project.pom(['up', '-d']);
    await project.spawned('db');
    await project.spawned('api');
    const worker = await project.json<OutcomesAnswer>(['wait', 'worker', '--for', 'running']);
    expect(worker.processes[0]?.error?.message).toContain('needs late (running, not ready within 0.01s)');
    await project.pom(['restart', 'db']);
    await project.spawned('db');
    await project.spawned('api');
    expect(processIn(await project.json<PsAnswer>(['ps']), 'api').run).toBe(2);
  });
});
