import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { inotifyUse } from '../../../src/cli/doctor/inotify.ts';
import { type SocketFolder, socketFolder } from '../../rig/socket-folder.ts';

const UID = process.getuid?.() ?? 0;

/** A folder that looks like proc(5). */
function write(folder: SocketFolder, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(folder.file(name)), { recursive: true });
    if (name.includes('/fd/')) symlinkSync(text, folder.file(name));
    else writeFileSync(folder.file(name), text);
  }
}

const LIMITS = {
  'sys/fs/inotify/max_user_instances': '128\n',
  'sys/fs/inotify/max_user_watches': '8192\n',
};

describe('what is in use of the limits of inotify', () => {
  it('is counted over the processes of the user', async () => {
    await using folder = await socketFolder();
    write(folder, {
      ...LIMITS,
      '7/fd/0': '/dev/null',
      '7/fd/5': 'anon_inode:inotify',
      '7/fdinfo/5': 'pos:\t0\ninotify wd:2 ino:a\ninotify wd:1 ino:b\n',
      '7/fd/6': 'anon_inode:[eventpoll]',
      '8/fd/3': 'anon_inode:inotify',
      '8/fdinfo/3': 'pos:\t0\n',
      'self/fd/5': 'anon_inode:inotify',
    });
    expect(inotifyUse(UID, folder.path)).toEqual({
      instances: { limit: 128, used: 2 },
      watches: { limit: 8192, used: 2 },
    });
    expect(inotifyUse(UID + 1, folder.path)?.instances.used).toBe(0);
  });

  it('is unknown where there is none', async () => {
    await using folder = await socketFolder();
    expect(inotifyUse(UID, folder.path)).toBeNull();
  });
});
