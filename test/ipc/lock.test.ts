import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { acquireLock, type Lock } from '../../src/ipc/lock.ts';
import { createSessionDirectory, type SessionDirectory, sessionDirectoryAt } from '../../src/ipc/socket-path.ts';
import { type SocketFolder, socketFolder } from '../rig/socket-folder.ts';

const directoryIn = (folder: SocketFolder) => sessionDirectoryAt(folder.file('pom/0123456789ab'));

async function take(directory: SessionDirectory, searchPath?: string): Promise<Lock> {
  const result = await acquireLock(directory, searchPath === undefined ? undefined : { searchPath });
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

/** A folder for a search path that has only this program. */
function only(folder: SocketFolder, program: string): string {
  const bin = folder.file(`bin-${program}`);
  mkdirSync(bin);
  symlinkSync(path.join('/usr/bin', program), path.join(bin, program));
  return bin;
}

describe('the lock of a project', () => {
  it('is held by exactly one of eight who want it at once, again and again', async () => {
    await using folder = await socketFolder();
    const directory = directoryIn(folder);
    for (let round = 0; round < 20; round++) {
      const results = await Promise.all(Array.from({ length: 8 }, () => acquireLock(directory)));
      const winners = results.flatMap((result) => (result.ok ? [result.value] : []));
      expect(winners).toHaveLength(1);
      const losers = results.filter((result) => !result.ok);
      for (const loser of losers) {
        expect(loser).toEqual({ ok: false, failure: { reason: 'session-exists', socketPath: directory.socketPath } });
      }
      winners[0]?.release();
    }
  });

  it('makes the directory, and is for us alone', async () => {
    await using folder = await socketFolder();
    const directory = directoryIn(folder);
    const lock = await take(directory);
    expect(statSync(directory.path).mode & 0o777).toBe(0o700);
    expect(statSync(directory.lockPath).mode & 0o777).toBe(0o600);
    lock.release();
  });

  it('is free again when whoever held it was killed', async () => {
    await using folder = await socketFolder();
    const directory = directoryIn(folder);
    createSessionDirectory(directory);
    const holder = spawn('perl', [
      '-e',
      'open(my $f, ">>", $ARGV[0]); flock($f, 2); $| = 1; print "held\n"; sleep 1000',
      directory.lockPath,
    ]);
    await once(holder.stdout, 'data');
    expect(await acquireLock(directory)).toMatchObject({ ok: false, failure: { reason: 'session-exists' } });
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    (await take(directory)).release();
  });

  it('is not inherited by children', async () => {
    await using folder = await socketFolder();
    const directory = directoryIn(folder);
    const lock = await take(directory);
    const child = spawn('sleep', ['1000'], { stdio: 'ignore' });
    await once(child, 'spawn');
    lock.release();
    (await take(directory)).release();
    child.kill('SIGKILL');
    await once(child, 'exit');
  });

  it('is taken with flock or with perl, and one sees the lock of the other', async () => {
    await using folder = await socketFolder();
    const directory = directoryIn(folder);
    const [flock, perl] = [only(folder, 'flock'), only(folder, 'perl')];
    for (const [first, second] of [
      [flock, perl],
      [perl, flock],
    ] as const) {
      const lock = await take(directory, first);
      expect(await acquireLock(directory, { searchPath: second })).toMatchObject({
        failure: { reason: 'session-exists' },
      });
      lock.release();
    }
  });

  it('cannot be had without either, and says so', async () => {
    await using folder = await socketFolder();
    const result = await acquireLock(directoryIn(folder), { searchPath: folder.path });
    expect(result).toMatchObject({
      failure: { reason: 'operation-failed', detail: expect.stringContaining('neither flock nor perl') },
    });
  });

  it('is not opened through a symbolic link', async () => {
    await using folder = await socketFolder();
    const directory = directoryIn(folder);
    createSessionDirectory(directory);
    symlinkSync(folder.file('elsewhere'), directory.lockPath);
    expect(await acquireLock(directory)).toMatchObject({ failure: { detail: expect.stringContaining('ELOOP') } });
  });

  it('is taken anew when its file was removed while it was being taken', async () => {
    await using folder = await socketFolder();
    const directory = directoryIn(folder);
    const attempt = take(directory);
    rmSync(directory.lockPath, { force: true });
    const lock = await attempt;
    expect(await acquireLock(directory)).toMatchObject({ failure: { reason: 'session-exists' } });
    lock.release();
  });

  it('knows when its file was deleted or replaced', async () => {
    await using folder = await socketFolder();
    const directory = directoryIn(folder);
    const lock = await take(directory);
    expect(lock.isInPlace()).toBe(true);
    rmSync(directory.lockPath);
    expect(lock.isInPlace()).toBe(false);
    const anew = await take(directory);
    expect([lock.isInPlace(), anew.isInPlace()]).toEqual([false, true]);
    lock.release();
    anew.release();
  });

  it('is left to whoever lives and holds it by a file that was deleted, each time', async () => {
    await using folder = await socketFolder();
    const directory = directoryIn(folder);
    createSessionDirectory(directory);
    const holder = spawn('perl', [
      '-e',
      'open(my $f, ">>", $ARGV[0]); flock($f, 2); $| = 1; print "held\n"; sleep 1000',
      directory.lockPath,
    ]);
    await once(holder.stdout, 'data');
    rmSync(directory.lockPath);
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(await acquireLock(directory)).toMatchObject({ failure: { reason: 'session-exists' } });
    }
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    (await take(directory)).release();
  });
});
