import { chmodSync, closeSync, copyFileSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SpawnFailure } from '../../src/model/failure.ts';
import { ChildSpawner } from '../../src/supervisor/child.ts';
import { spawnFailure } from '../../src/supervisor/spawn-failure.ts';
import { ENVIRONMENT } from './real-stage.ts';

const spawner = new ChildSpawner(tmpdir());
const folder = mkdtempSync(path.join(tmpdir(), 'pom-test-'));
const inFolder = (name: string) => path.join(folder, name);

beforeAll(() => {
  writeFileSync(inFolder('plain'), 'echo hello\n');
  writeFileSync(inFolder('script'), '#!/nowhere/python\n');
  chmodSync(inFolder('script'), 0o755);
  copyFileSync('/bin/true', inFolder('busy'));
  chmodSync(inFolder('busy'), 0o755);
});

afterAll(async () => {
  await spawner.close();
  rmSync(folder, { recursive: true });
});

async function failureOf(argv: readonly string[], cwd = folder, environment = ENVIRONMENT): Promise<SpawnFailure> {
  const sink = { onChunk: () => undefined, onEnd: () => undefined };
  const spawned = await spawner.spawn({ argv, cwd, environment, stdin: 'null', output: sink, onExit: () => undefined });
  if (spawned.ok) throw new Error('Internal error: it was spawned');
  return spawned.failure;
}

describe('a child that cannot be spawned', () => {
  it.each([
    ['a name that is not in PATH', 'no-such-program'],
    ['a missing absolute path', '/nowhere/program'],
    ['a missing relative path', './program'],
  ])('has a command that is not found: %s', async (_, command) => {
    expect(await failureOf([command])).toEqual({ reason: 'command-not-found', command });
  });

  it('is looked up in its own PATH, not in ours', async () => {
    expect(await failureOf(['true'], folder, new Map([['PATH', '/nowhere']]))).toEqual({
      reason: 'command-not-found',
      command: 'true',
    });
  });

  it('names the interpreter that is missing', async () => {
    expect(await failureOf(['./script'])).toEqual({
      reason: 'command-not-found',
      command: '/nowhere/python (the interpreter of ./script)',
    });
  });

  it.each(['./plain', '.'])('is not executable: %s', async (command) => {
    expect(await failureOf([command])).toEqual({ reason: 'not-executable', command });
  });

  it('has a directory that is missing, or is none, whatever its command', async () => {
    expect(await failureOf(['no-such-program'], '/nowhere')).toEqual({
      reason: 'bad-cwd',
      cwd: '/nowhere',
      problem: 'missing',
    });
    const cwd = inFolder('plain');
    expect(await failureOf(['true'], cwd)).toEqual({ reason: 'bad-cwd', cwd, problem: 'not-a-directory' });
  });

  it('has more arguments than the system takes', async () => {
    expect(await failureOf(['true', 'x'.repeat(200_000)])).toEqual({ reason: 'arguments-too-long' });
  });

  it('is a program that is being written', async () => {
    const fd = openSync(inFolder('busy'), 'r+');
    expect(await failureOf(['./busy'])).toEqual({ reason: 'executable-busy', command: './busy' });
    closeSync(fd);
  });

  it('has a NUL byte in its arguments', async () => {
    expect(await failureOf(['true', 'a\0b'])).toMatchObject({ reason: 'spawn-error' });
  });

  it.each(['EMFILE', 'ENFILE', 'EAGAIN', 'ENOMEM'])('may be tried again after %s', (code) => {
    const error = Object.assign(new Error(code), { code });
    expect(spawnFailure(error, { argv: ['true'], cwd: '/' })).toEqual({ reason: 'out-of-resources', code });
  });
});
