/** Replica sets in a running session. One session; each test puts the first configuration back. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createProject, type Project } from '../rig/project.ts';
import { type ErrorAnswer, type OutcomesAnswer, type PsAnswer, pidsIn, processIn } from './answers.ts';

const config = (replicas: number) => `
processes:
  worker:
    command: echo I am $POM_REPLICA of $POM_PROCESS; exec sleep 1000
    replicas: ${replicas}
  idle:
    command: exec sleep 1000
    replicas: 2
    autostart: false
  after:
    command: exec sleep 1000
    depends_on: [worker]
`;

let project: Project;

beforeAll(async () => {
  project = await createProject({ 'pom.yaml': `reload: manual${config(2)}` });
  await project.up();
});

afterEach(async () => {
  // Another number and back: what `pom scale` said is forgotten.
  await reloadWith(9);
  await reloadWith(2);
});

afterAll(() => project[Symbol.asyncDispose]());

const ps = (...names: readonly string[]) => project.json<PsAnswer>(['ps', ...names]);
const namesIn = ({ processes }: PsAnswer) => processes.map(({ name }) => name);

async function reloadWith(replicas: number): Promise<object> {
  await project.write({ 'pom.yaml': `reload: manual${config(replicas)}` });
  return project.json(['reload']);
}

function scale(replicas: number, name = 'worker'): Promise<OutcomesAnswer> {
  return project.json<OutcomesAnswer>(['scale', name, String(replicas)]);
}

describe('a replica set', () => {
  it('runs under numbered names, and each knows its number', async () => {
    const listed = await ps();
    expect(namesIn(listed)).toEqual(['worker-1', 'worker-2', 'idle-1', 'idle-2', 'after']);
    expect(processIn(listed, 'worker-2')).toMatchObject({ status: 'running', replica_of: 'worker' });
    expect(processIn(listed, 'after').replica_of).toBeNull();
    expect(await project.logged('worker-2', /I am/)).toContain('I am 2 of worker-2');
  });

  it('is named as a whole in every command', async () => {
    expect(namesIn(await ps('worker'))).toEqual(['worker-1', 'worker-2']);
    const logs = await project.pom(['logs', 'worker', '--lines', 'all']);
    expect(logs.stdout).toContain('I am 1');
    expect(logs.stdout).toContain('I am 2');
    const before = pidsIn(await ps());
    const { processes } = await project.json<OutcomesAnswer>(['restart', 'worker']);
    expect(processes.map(({ name, status }) => `${name} ${status}`)).toEqual(['worker-1 running', 'worker-2 running']);
    const after = pidsIn(await ps());
    expect([...after].filter(([name, pid]) => before.get(name) !== pid).map(([name]) => name)).toEqual([
      'worker-1',
      'worker-2',
    ]);
    const waited = await project.json<OutcomesAnswer>(['wait', 'worker', '--for', 'running']);
    expect(waited.processes).toHaveLength(2);
    const statuses = await project.json<PsAnswer>(['status', 'worker']);
    expect(namesIn(statuses)).toEqual(['worker-1', 'worker-2']);
    const environment = await project.pom(['env', 'worker']);
    expect(environment.stdout).toContain('POM_REPLICA=1\n');
    expect(environment.stderr).toContain('"worker" is several; this is what "worker-1" has');
  });

  it('is completed by its own name and by those of its replicas', async () => {
    const { stdout } = await project.pom(['completion', 'names']);
    expect(stdout).toBe('worker\nworker-1\nworker-2\nidle\nidle-1\nidle-2\nafter\n');
  });

  it('grows and shrinks by an edit, and what stays is not touched', async () => {
    const before = pidsIn(await ps());
    expect(await reloadWith(3)).toMatchObject({ added: ['worker-3'], removed: [], restarted: [] });
    expect(await reloadWith(1)).toMatchObject({ added: [], removed: ['worker-2', 'worker-3'], restarted: [] });
    const after = await ps();
    expect(namesIn(after)).toEqual(['worker-1', 'idle-1', 'idle-2', 'after']);
    expect(pidsIn(after).get('worker-1')).toBe(before.get('worker-1'));
    expect(pidsIn(after).get('after')).toBe(before.get('after'));
  });
});

describe('pom scale', () => {
  it('adds replicas and removes the last ones, and touches no other', async () => {
    const before = pidsIn(await ps());
    expect((await scale(4)).processes).toEqual(
      ['worker-3', 'worker-4'].map((name) => ({ name, ok: true, status: 'running', error: null })),
    );
    expect((await scale(1)).processes.map(({ name, ok }) => [name, ok]).sort()).toEqual([
      ['worker-2', true],
      ['worker-3', true],
      ['worker-4', true],
    ]);
    const after = pidsIn(await ps());
    expect(after.get('worker-1')).toBe(before.get('worker-1'));
    expect(after.get('after')).toBe(before.get('after'));
  });

  it('takes a set to none and back', async () => {
    await scale(0);
    expect(namesIn(await ps('worker'))).toEqual([]);
    const logs = await project.pom(['logs', 'worker', '--lines', 'all']);
    expect(logs).toMatchObject({ exitCode: 0, stdout: '' });
    await scale(2);
    expect(namesIn(await ps('worker'))).toEqual(['worker-1', 'worker-2']);
  });

  it('counts over reloads, and pom plan agrees, until the number is edited', async () => {
    await scale(3);
    const unchanged = { added: [], removed: [], restarted: [], updated: [] };
    expect(await project.json(['plan'])).toMatchObject(unchanged);
    expect(await reloadWith(2)).toMatchObject(unchanged);
    expect(namesIn(await ps('worker'))).toHaveLength(3);
    expect(await reloadWith(1)).toMatchObject({ removed: ['worker-2', 'worker-3'] });
  });

  it('says so when there is nothing to do', async () => {
    expect((await project.pom(['scale', 'worker', '2'])).stdout).toBe('worker has 2 already\n');
  });

  it('leaves a set that does not run alone: what is added does not run either', async () => {
    await scale(3, 'idle');
    expect((await ps('idle')).processes.map(({ status }) => status)).toEqual(['stopped', 'stopped', 'stopped']);
    await project.pom(['start', 'idle']);
    await scale(4, 'idle');
    expect(processIn(await ps('idle'), 'idle-4').status).toBe('running');
    await project.pom(['stop', 'idle']);
    await scale(2, 'idle');
  });

  it.each([
    [['after', '2'], 2, 'write "replicas: 1" in it'],
    [['workers', '2'], 4, 'did you mean "worker"?'],
    [['worker', 'two'], 2, 'a whole number'],
    [['worker', '-1'], 2, ''],
    [['worker', '1001'], 2, 'at most 1000'],
  ])('refuses %j', async (args, code, message) => {
    const refused = await project.pom(['scale', ...args]);
    expect(refused.exitCode).toBe(code);
    expect(refused.stdout + refused.stderr).toContain(message);
  });

  it('refuses as JSON, too', async () => {
    const { error } = await project.json<ErrorAnswer>(['scale', 'after', '2']);
    expect(error.code).toBe('bad-request');
  });
});
