import { chmodSync, lstatSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readSessionRecord, type SessionRecord, writeSessionRecord } from '../../src/ipc/session-record.ts';
import {
  checkDirectory,
  createSessionDirectory,
  type RuntimeUser,
  runtimeDirectory,
  type SessionDirectory,
  sessionDirectory,
} from '../../src/ipc/socket-path.ts';
import { socketFolder } from '../rig/socket-folder.ts';

const ME: RuntimeUser = { uid: process.getuid?.() ?? 0, platform: 'linux' };
const SOMEBODY: RuntimeUser = { uid: 4_000_000, platform: 'linux' };

async function directoryIn(runtime: string, config: string): Promise<SessionDirectory> {
  const result = sessionDirectory(config, { XDG_RUNTIME_DIR: runtime });
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

describe('the runtime directory', () => {
  it('is pom in XDG_RUNTIME_DIR', async () => {
    await using folder = await socketFolder();
    expect(runtimeDirectory({ XDG_RUNTIME_DIR: folder.path })).toEqual({ ok: true, value: folder.file('pom') });
  });

  it('is in /tmp when XDG_RUNTIME_DIR is not set, not there, not absolute, open to others or not ours', async () => {
    await using folder = await socketFolder();
    mkdirSync(folder.file('open'), { mode: 0o755 });
    for (const base of [undefined, '', folder.file('missing'), 'relative', folder.file('open')]) {
      const result = runtimeDirectory({ XDG_RUNTIME_DIR: base }, { ...ME, uid: ME.uid });
      expect(result).toEqual({ ok: true, value: `/tmp/pom-${ME.uid}` });
    }
    const result = runtimeDirectory({ XDG_RUNTIME_DIR: folder.path }, SOMEBODY);
    expect(result).toEqual({ ok: true, value: `/tmp/pom-${SOMEBODY.uid}` });
  });

  it('is in TMPDIR on macOS', () => {
    expect(runtimeDirectory({ TMPDIR: '/var/folders/x/T/' }, { ...SOMEBODY, platform: 'darwin' })).toEqual({
      ok: true,
      value: `/var/folders/x/T/pom-${SOMEBODY.uid}`,
    });
  });

  it.each([
    ['accessible-to-others', (pom: string) => mkdirSync(pom, { mode: 0o750 })],
    ['not-a-directory', (pom: string) => writeFileSync(pom, '')],
    [
      'not-a-directory',
      (pom: string) => {
        mkdirSync(`${pom}-target`, { mode: 0o700 });
        symlinkSync(`${pom}-target`, pom);
      },
    ],
  ])('is refused when it is %s', async (problem, make) => {
    await using folder = await socketFolder();
    make(folder.file('pom'));
    const failure = { reason: 'runtime-directory-unsafe', path: folder.file('pom'), problem };
    expect(runtimeDirectory({ XDG_RUNTIME_DIR: folder.path })).toEqual({ ok: false, failure });
  });

  it('is refused when it belongs to another user', async () => {
    // Everything here is ours, so it is us who are the other user; /tmp/pom-<uid> is where somebody else may be first.
    const theirs = `/tmp/pom-${SOMEBODY.uid + process.pid}`;
    mkdirSync(theirs, { mode: 0o700 });
    try {
      const result = runtimeDirectory({}, { ...SOMEBODY, uid: SOMEBODY.uid + process.pid });
      expect(result).toMatchObject({ ok: false, failure: { problem: 'not-owned', path: theirs } });
    } finally {
      rmSync(theirs, { recursive: true });
    }
  });
});

describe("a session's directory", () => {
  it('is the same for every way to name the configuration file', async () => {
    await using folder = await socketFolder();
    writeFileSync(folder.file('pom.yaml'), '');
    symlinkSync(folder.path, folder.file('link'));
    const direct = await directoryIn(folder.path, folder.file('pom.yaml'));
    expect(await directoryIn(folder.path, folder.file('link/pom.yaml'))).toEqual(direct);
    expect(await directoryIn(folder.path, folder.file('other.yaml'))).not.toEqual(direct);
    expect(path.relative(folder.path, direct.socketPath)).toMatch(/^pom\/[0-9a-f]{16}\/s$/);
  });

  it('is not made by looking for it, and made for us alone when asked', async () => {
    await using folder = await socketFolder();
    const directory = await directoryIn(folder.path, folder.file('pom.yaml'));
    expect(lstatSync(folder.file('pom'), { throwIfNoEntry: false })).toBeUndefined();
    const umask = process.umask(0);
    try {
      expect(createSessionDirectory(directory)).toEqual({ ok: true, value: directory });
    } finally {
      process.umask(umask);
    }
    for (const made of [folder.file('pom'), directory.path]) expect(lstatSync(made).mode & 0o777).toBe(0o700);
    expect(createSessionDirectory(directory).ok).toBe(true);
  });

  it('is refused, to look at and to make, when others have access to it', async () => {
    await using folder = await socketFolder();
    const directory = await directoryIn(folder.path, folder.file('pom.yaml'));
    createSessionDirectory(directory);
    chmodSync(directory.path, 0o755);
    const problem = { ok: false, failure: { problem: 'accessible-to-others' } };
    expect(createSessionDirectory(directory)).toMatchObject(problem);
    expect(sessionDirectory(folder.file('pom.yaml'), { XDG_RUNTIME_DIR: folder.path })).toMatchObject(problem);
  });

  it('is refused where it cannot be made', async () => {
    await using folder = await socketFolder();
    const directory = await directoryIn(folder.path, folder.file('pom.yaml'));
    const nowhere = { ...directory, path: folder.file('missing/pom/0123456789ab') };
    expect(createSessionDirectory(nowhere)).toMatchObject({ failure: { problem: 'cannot-create' } });
  });

  it('is refused, and no exception, where a file is on the way', async () => {
    await using folder = await socketFolder();
    const place = folder.file('a-file');
    writeFileSync(place, '');
    expect(checkDirectory(path.join(place, 'pom'))).toMatchObject({ failure: { problem: 'unreachable' } });
  });

  it('is refused when its socket would have too long a path', async () => {
    await using folder = await socketFolder();
    const deep = folder.file('x'.repeat(90));
    mkdirSync(deep, { mode: 0o700 });
    const result = sessionDirectory(folder.file('pom.yaml'), { XDG_RUNTIME_DIR: realpathSync(deep) });
    expect(result).toMatchObject({ failure: { reason: 'runtime-directory-unsafe', problem: 'too-long' } });
  });
});

describe('the record of a session', () => {
  const record: SessionRecord = {
    name: 'shop',
    dir: '/home/ada/shop',
    pid: 4711,
    startedAt: 1_769_846_709_123.457,
    socket: '/run/s',
    configFile: '/home/ada/shop/pom.yaml',
  };

  it('is read as it was written, by nobody else', async () => {
    await using folder = await socketFolder();
    const directory = await directoryIn(folder.path, folder.file('pom.yaml'));
    createSessionDirectory(directory);
    expect(readSessionRecord(directory)).toBeNull();
    writeSessionRecord(directory, record);
    expect(readSessionRecord(directory)).toEqual(record);
    expect(lstatSync(directory.recordPath).mode & 0o777).toBe(0o600);
  });

  it.each(['', '{', 'null', '{"name":"x"}'])('is nothing when it says %j', async (text) => {
    await using folder = await socketFolder();
    const directory = await directoryIn(folder.path, folder.file('pom.yaml'));
    createSessionDirectory(directory);
    writeFileSync(directory.recordPath, text);
    expect(readSessionRecord(directory)).toBeNull();
  });
});
