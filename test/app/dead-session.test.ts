import { existsSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { endDeadSession } from '../../src/app/dead-session.ts';
import { acquireLock } from '../../src/ipc/lock.ts';
import { createSessionDirectory, sessionDirectoryAt } from '../../src/ipc/socket-path.ts';
import { socketFolder } from '../rig/socket-folder.ts';

const PATH = process.env.PATH ?? '';

describe('what a dead session has left', () => {
  it('is removed', async () => {
    await using folder = await socketFolder();
    const directory = sessionDirectoryAt(folder.file('pom/dead'));
    createSessionDirectory(directory);
    writeFileSync(directory.childrenPath, '');
    expect(await endDeadSession(directory, PATH)).toEqual({ ok: true, value: [] });
    expect(existsSync(directory.childrenPath)).toBe(false);
  });

  it('is left alone when somebody holds the lock of the project', async () => {
    await using folder = await socketFolder();
    const directory = sessionDirectoryAt(folder.file('pom/living'));
    const lock = await acquireLock(directory);
    writeFileSync(directory.childrenPath, '');
    expect(await endDeadSession(directory, PATH)).toMatchObject({ failure: { reason: 'session-exists' } });
    expect(existsSync(directory.childrenPath)).toBe(true);
    if (lock.ok) lock.value.release();
  });

  it('is nothing where no session has ever run, and no directory is made there', async () => {
    await using folder = await socketFolder();
    const directory = sessionDirectoryAt(folder.file('pom/never'));
    expect(await endDeadSession(directory, PATH)).toEqual({ ok: true, value: [] });
    expect(existsSync(directory.path)).toBe(false);
  });
});
