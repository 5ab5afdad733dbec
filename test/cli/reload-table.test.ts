/** The reload table again, in a running session: what happens is what the difference of two configurations promises. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Edit, RELOAD_FILES, RELOAD_TABLE, reloadText } from '../config/reload-table.ts';
import { obey } from '../rig/command.ts';
import { createProject, type Project } from '../rig/project.ts';
import { RawClient } from '../rig/raw-client.ts';
import type { LsAnswer } from './answers.ts';

describe('saving a change of one key', () => {
  let project: Project;
  let session: RawClient;

  beforeAll(async () => {
    project = await createProject({ ...RELOAD_FILES, 'pom.yaml': 'processes: { one: { command: exec sleep 1000 } }' });
    await project.up();
    session = new RawClient((await project.json<LsAnswer>(['ls'])).sessions[0]?.socket ?? '');
  });

  afterAll(async () => {
    session[Symbol.dispose]();
    await project[Symbol.asyncDispose]();
  });

  async function ask(request: object): Promise<Record<string, unknown>> {
    session.write(`${JSON.stringify(request)}\n`);
    return (await session.reply()) ?? {};
  }

  /** Saves one side of an edit and returns when the session has taken it over. */
  async function save(edit: Edit, side: string): Promise<void> {
    await project.write({ 'pom.yaml': reloadText(edit, side) });
    expect(await ask({ type: 'Reload' })).toMatchObject({ type: 'Reloaded' });
  }

  /** What tells one run from another, and its spec. */
  async function look(name: string) {
    const { type, process, spec } = await ask({ type: 'GetProcessStatus', process_id: name });
    expect({ type, process }).toMatchObject({ type: 'Status', process: { status: 'running' } });
    const { pid, run, restarts } = process as { pid: number; run: number; restarts: number };
    return { touch: { pid, run, restarts }, spec };
  }

  it.each(RELOAD_TABLE)('$key: {$before} to {$after} is $effect', async (edit) => {
    await save(edit, edit.before);
    const [before, bystander] = [await look('subject'), await look('bystander')];
    await save(edit, edit.after);
    const after = await look('subject');
    expect((await look('bystander')).touch).toEqual(bystander.touch);
    if (edit.effect === 'restart') {
      expect(after.touch).toEqual({
        pid: expect.any(Number),
        run: before.touch.run + 1,
        restarts: before.touch.restarts + 1,
      });
      expect(after.touch.pid).not.toBe(before.touch.pid);
    } else {
      expect(after.touch).toEqual(before.touch);
      if (edit.effect === 'in place') expect(after.spec).not.toEqual(before.spec);
      else expect(after.spec).toEqual(before.spec);
    }
  });
});

describe('a change that restarts several', () => {
  it('is applied in the order of their dependencies', async () => {
    const config = (value: string) => `
env: { VALUE: "${value}" }
processes:
  web: { command: ${obey('web')}, depends_on: [api] }
  api: { command: ${obey('api')}, depends_on: [db] }
  db: { command: ${obey('db')} }
`;
    await using project = await createProject({ 'pom.yaml': config('1') });
    await project.up();
    const events = project.spawnPom(['events', '-f', '--json']);
    await events.stdout.waitForLine(/"web".*"running"/);
    await project.write({ 'pom.yaml': config('2') });
    await project.pom(['reload']);
    await events.stdout.waitForLine(/^(?=.*"name":"web")(?=.*"status":"running")(?=.*"run":2)/);
    const steps = events.stdout.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).event)
      .filter(({ type, process, previous }) => type === 'ProcessStateChanged' && process.status !== previous)
      .map(({ process }) => `${process.name} ${process.status}`)
      .filter((step) => /stopping|running/.test(step));
    expect(steps.slice(-6)).toEqual([
      'web stopping',
      'api stopping',
      'db stopping',
      'db running',
      'api running',
      'web running',
    ]);
  });
});
