/** What others find a session by is deleted or replaced below it: it makes it anew, or says what is in its way. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LsAnswer, type PsAnswer, pidsIn } from '../cli/answers.ts';
import { obey } from '../rig/command.ts';
import { createProject, type Project } from '../rig/project.ts';
import { until } from '../rig/until.ts';

const ONE = { 'pom.yaml': `processes: { api: { command: '${obey('api')}' } }` };

interface Place {
  readonly directory: string;
  readonly socket: string;
  readonly lock: string;
  readonly record: string;
  /** Whom to end when the session is dead. */
  readonly children: string;
}

/** Where the session of the project is found. */
async function placeOf(project: Project): Promise<Place> {
  const socket = (await project.json<LsAnswer>(['ls'])).sessions[0]?.socket ?? '';
  const directory = path.dirname(socket);
  const at = (name: string) => path.join(directory, name);
  return { directory, socket, lock: at('lock'), record: at('session.json'), children: at('children') };
}

function isSocket(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSocket() === true;
}

/** The same session runs the same children, and there is no other. */
async function expectUnharmed(project: Project, before: PsAnswer): Promise<void> {
  const after = await project.json<PsAnswer>(['ps']);
  expect(after.session).toEqual(before.session);
  expect(pidsIn(after)).toEqual(pidsIn(before));
  expect(project.unseen('api')).toBe(0);
}

const GONE: readonly (readonly [string, (place: Place) => readonly string[]])[] = [
  ['the socket', ({ socket }) => [socket]],
  ['the lock', ({ lock }) => [lock]],
  ['the record', ({ record }) => [record]],
  ['the ledger of children', ({ children }) => [children]],
  ['the socket and the lock', ({ socket, lock }) => [socket, lock]],
  ["the session's directory", ({ directory }) => [directory]],
  ['the directory of all sessions', ({ directory }) => [path.dirname(directory)]],
];

describe('a session of which somebody deletes', () => {
  let project: Project;
  let place: Place;
  let before: PsAnswer;

  beforeAll(async () => {
    project = await createProject(ONE);
    await project.up();
    await project.spawned('api');
    place = await placeOf(project);
    before = await project.json<PsAnswer>(['ps']);
  });
  afterAll(() => project[Symbol.asyncDispose]());

  it.each(GONE)('%s is not doubled by those who want it up at once, and makes it anew', async (_, files) => {
    const record = readFileSync(place.record, 'utf8');
    for (const file of files(place)) rmSync(file, { recursive: true });
    const ups = await Promise.all([project.pom(['up', '-d']), project.pom(['up', '-d']), project.pom(['up', '-d'])]);
    expect(ups.map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toEqual(
      ups.map(() => ({ exitCode: 0, stderr: '' })),
    );
    const { socket, lock, record: recordFile, children } = place;
    await until(() => isSocket(socket) && [lock, recordFile, children].every(existsSync), 'the files to be back');
    expect(readFileSync(place.record, 'utf8')).toBe(record);
    await expectUnharmed(project, before);
  });

  it('the socket keeps those who are connected', async () => {
    const follower = project.spawnPom(['events', '-f', '--json']);
    await follower.stdout.waitForLine(/"api"/);
    rmSync(place.socket);
    await until(() => isSocket(place.socket), 'the socket to be back');
    await project.pom(['restart', 'api']);
    await follower.stdout.waitForLine(/stopping/);
  });

  it('all of it can be ended, and leaves no socket', async () => {
    rmSync(path.dirname(place.directory), { recursive: true });
    await until(() => isSocket(place.socket), 'the socket to be back');
    expect(await project.pom(['down'])).toMatchObject({ exitCode: 0 });
    expect(existsSync(place.socket)).toBe(false);
  });
});

describe('a session of which somebody replaces', () => {
  it('the record by something else writes it anew', async () => {
    await using project = await createProject(ONE);
    await project.up();
    const { record } = await placeOf(project);
    const text = readFileSync(record, 'utf8');
    writeFileSync(record, '\u0000 garbage');
    await until(() => readFileSync(record, 'utf8') === text, 'the record to be as it was');
  });

  it('the directory by a link leaves alone what the link leads to, and heals when it is gone', async () => {
    await using project = await createProject(ONE);
    await project.up();
    await project.spawned('api');
    const before = await project.json<PsAnswer>(['ps']);
    const { directory, socket } = await placeOf(project);
    const elsewhere = project.path('elsewhere');
    mkdirSync(elsewhere, { mode: 0o700 });
    writeFileSync(path.join(elsewhere, 's'), "somebody's");
    rmSync(directory, { recursive: true });
    symlinkSync(elsewhere, directory);
    const { exitCode, stderr } = await project.pom(['up', '-d']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining('is not a directory') });
    rmSync(directory);
    await until(() => isSocket(socket), 'the socket to be back');
    expect(readFileSync(path.join(elsewhere, 's'), 'utf8')).toBe("somebody's");
    await expectUnharmed(project, before);
  });

  it.each([
    ['a directory', (file: string) => mkdirSync(file)],
    ['a file', (file: string) => writeFileSync(file, "somebody's")],
    ['a link', (file: string) => symlinkSync('/nowhere', file)],
  ])('the socket by %s leaves that alone, and heals when it is gone', async (_, put) => {
    await using project = await createProject(ONE);
    await project.up();
    await project.spawned('api');
    const before = await project.json<PsAnswer>(['ps']);
    const { socket, record } = await placeOf(project);
    rmSync(socket);
    put(socket);
    const theirs = lstatSync(socket).ino;
    // The record is looked at after the socket has been.
    const up = await project.pom(['up', '-d']);
    expect(up.exitCode).toBe(1);
    expect(existsSync(record)).toBe(true);
    expect(lstatSync(socket).ino).toBe(theirs);
    rmSync(socket, { recursive: true });
    await until(() => isSocket(socket), 'the socket to be back');
    await expectUnharmed(project, before);
  });

  it('the directory of tags by a file says so once in pom ps, and starts processes all the same', async () => {
    await using project = await createProject(ONE);
    await project.up();
    const tags = path.join((await placeOf(project)).directory, 'tags');
    rmSync(tags, { recursive: true });
    writeFileSync(tags, 'garbage');
    await project.pom(['restart', 'api']);
    await project.pom(['restart', 'api']);
    const { stderr } = await project.pom(['ps']);
    expect(stderr.split('\n').filter((line) => line.includes(tags))).toEqual([
      expect.stringContaining('children cannot be tagged'),
    ]);
    expect(pidsIn(await project.json<PsAnswer>(['ps'])).size).toBe(1);
  });

  it('the lock or the record by a directory says so in pom ps, until it is gone', async () => {
    await using project = await createProject(ONE);
    await project.up();
    const { lock, record } = await placeOf(project);
    for (const file of [lock, record]) {
      const aside = `${file}.aside`;
      renameSync(file, aside);
      mkdirSync(file);
      await until(async () => (await project.pom(['ps'])).stderr.includes(file), 'pom ps to name what is in the way');
      rmSync(file, { recursive: true });
      await until(async () => (await project.pom(['ps'])).stderr === '', 'pom ps to have nothing to say');
    }
  });
});
