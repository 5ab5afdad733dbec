/** Editing the configuration of a running session. One session; each test puts the first configuration back. */
import { rename } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { obey } from '../rig/command.ts';
import type { PomProcess } from '../rig/pom-process.ts';
import { createProject, type Project } from '../rig/project.ts';
import { type PsAnswer, pidsIn, processIn, type StatusAnswer } from './answers.ts';

const CONFIG = `
env_file: [{ path: shared.env, required: false }]
processes:
  api:
    command: ${obey('api')}
    env: { PORT: "1" }
  web:
    command: ${obey('web')}
    description: before
    depends_on: [api]
  reader:
    command: exec sleep 1000
    env: { MODE: "\${MODE:-default}" }
`;

let project: Project;
/** Every event of the session, as it happens. */
let events: PomProcess;

beforeAll(async () => {
  project = await createProject({ 'pom.yaml': CONFIG });
  await project.up();
  events = project.spawnPom(['events', '-f', '--json']);
  await events.stdout.waitForLine(/"running"/);
});

afterEach(async () => {
  await project.write({ 'pom.yaml': CONFIG });
  const { exitCode, stderr } = await project.pom(['reload']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  // What the way back has caused is not taken for what the next test causes.
  const { stdout } = await project.pom(['events', '--json']);
  const { id } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
  await events.stdout.waitForLine(new RegExp(`^{"id":${id},`));
});

afterAll(() => project[Symbol.asyncDispose]());

const ps = () => project.json<PsAnswer>(['ps']);

/** A reload that did something. */
const RELOADED = /"ConfigReloaded"(?!.*"added":\[\],"removed":\[\],"restarted":\[\],"updated":\[\])/;
const REJECTED = /"ConfigRejected"/;

/** Saves a changed configuration and waits until the session has applied, or refused, it. */
async function save(config: string, outcome = RELOADED) {
  await project.write({ 'pom.yaml': config });
  return JSON.parse(await events.stdout.waitForLine(outcome)).event;
}

/** The names whose pid is another than before. */
function changed(before: PsAnswer, after: PsAnswer): readonly string[] {
  const pids = pidsIn(before);
  return after.processes.filter(({ name, pid }) => pids.get(name) !== (pid ?? undefined)).map(({ name }) => name);
}

describe('saving a changed pom.yaml', () => {
  it('restarts the process that changed, and no other', async () => {
    const before = await ps();
    const { plan } = await save(CONFIG.replace('PORT: "1"', 'PORT: "2"'));
    expect(plan.restarted).toEqual([{ name: 'api', keys: ['env.PORT'] }]);
    await project.pom(['wait', 'api', '--for', 'running']);
    const after = await ps();
    expect(changed(before, after)).toEqual(['api']);
    for (let child = await project.spawned('api'); ; child = await project.spawned('api')) {
      if (child.pid !== processIn(after, 'api').pid) continue;
      expect(child.env.PORT).toBe('2');
      break;
    }
  });

  it('is noticed when an editor saves by renaming', async () => {
    const before = await ps();
    await project.write({ 'pom.yaml.new': CONFIG.replace('PORT: "1"', 'PORT: "3"') });
    await rename(project.path('pom.yaml.new'), project.path('pom.yaml'));
    await events.stdout.waitForLine(RELOADED);
    await project.pom(['wait', 'api', '--for', 'running']);
    expect(changed(before, await ps())).toEqual(['api']);
  });

  it('updates in place what the running child does not depend on', async () => {
    const before = await ps();
    const { plan } = await save(CONFIG.replace('description: before', 'description: after\n    restart: always'));
    expect(plan.updated).toEqual([{ name: 'web', keys: ['description', 'restart.policy'] }]);
    expect(changed(before, await ps())).toEqual([]);
    expect((await project.json<StatusAnswer>(['status', 'web'])).spec).toMatchObject({
      description: 'after',
      restart: { policy: 'always' },
    });
  });

  it('starts what was added and stops what was removed', async () => {
    const before = await ps();
    const { plan } = await save(CONFIG.replace(/ {2}reader:.*/s, '  added: { command: exec sleep 1000 }\n'));
    expect({ added: plan.added, removed: plan.removed }).toEqual({ added: ['added'], removed: ['reader'] });
    await project.pom(['wait', 'added', '--for', 'running']);
    const after = await ps();
    expect(after.processes.map(({ name }) => name)).toEqual(['api', 'web', 'added']);
    expect(changed(before, after)).toEqual(['added']);
  });

  it('touches nothing when only the spelling changed', async () => {
    const before = await ps();
    await project.write({ 'pom.yaml': `# a comment\n${CONFIG.replace('{ PORT: "1" }', '\n      PORT: "1"')}` });
    expect(await project.json(['reload'])).toMatchObject({ added: [], removed: [], restarted: [], updated: [] });
    expect(changed(before, await ps())).toEqual([]);
  });
});

describe('saving a broken pom.yaml', () => {
  it('changes nothing, and pom ps and pom status say where it is broken until it is whole again', async () => {
    const before = await ps();
    await save(CONFIG.replace('command:', 'comand:'), REJECTED);
    const after = await ps();
    expect(changed(before, after)).toEqual([]);
    expect(after.session?.config_error).toContain('pom.yaml:5:5');
    expect(after.session?.config_error).toContain('did you mean "command"?');
    for (const command of [['ps'], ['status', 'web']]) {
      const { stdout, stderr, exitCode } = await project.pom(command);
      expect(stdout + stderr).toContain('pom.yaml:5:5');
      expect(exitCode).toBe(0);
    }
    expect((await project.json<StatusAnswer>(['status', 'api'])).config_error).toContain('pom.yaml:5:5');
    expect((await project.pom(['reload'])).exitCode).toBe(2);
    expect((await project.pom(['restart', 'web'])).exitCode).toBe(0);
    await project.write({ 'pom.yaml': CONFIG });
    await project.pom(['reload']);
    expect((await ps()).session?.config_error).toBeNull();
  });

  it.each([
    '',
    'processes: [',
    'processes: {}\n---\nprocesses: {}',
    '\u0000',
    'processes: { a: { command: a }, a: {} }',
  ])('changes nothing, whatever is in it: %j', async (text) => {
    const before = await ps();
    await save(text, REJECTED);
    expect(changed(before, await ps())).toEqual([]);
  });
});

describe('saving an env file', () => {
  it('restarts the processes that see another value', async () => {
    const before = await ps();
    await project.write({ '.env': 'MODE=from-dotenv\n' });
    const { event } = JSON.parse(await events.stdout.waitForLine(RELOADED));
    expect(event.plan.restarted.map(({ name }: { name: string }) => name)).toContain('reader');
    await project.pom(['wait', 'reader', '--for', 'running']);
    expect(changed(before, await ps())).toContain('reader');
    expect((await project.pom(['env', 'reader'])).stdout).toMatch(/^MODE=.?from-dotenv.?$/m);
    await project.write({ '.env': '' });
  });
});

describe('pom plan', () => {
  it('prints what a reload would do, with the keys that differ, and does nothing', async () => {
    const manual = `reload: manual\n${CONFIG}`;
    await project.write({ 'pom.yaml': manual });
    await project.pom(['reload']);
    const before = await ps();
    await project.write({ 'pom.yaml': manual.replace('PORT: "1"', 'PORT: "4"').replace('before', 'later') });
    expect(await project.json(['plan'])).toMatchObject({
      restarted: [{ name: 'api', keys: ['env.PORT'] }],
      updated: [{ name: 'web', keys: ['description'] }],
      unchanged: ['reader'],
    });
    expect((await project.pom(['plan'])).stdout).toMatch(/api.*env\.PORT.*web.*description/s);
    expect(changed(before, await ps())).toEqual([]);
    expect(await project.json(['reload'])).toMatchObject({ restarted: [{ name: 'api' }] });
    expect(changed(before, await ps())).toEqual(['api']);
  });
});
