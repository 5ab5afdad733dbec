import { lstatSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { namesIn, readOrNull } from '../../util/read-or-null.ts';

/** How much of one of the limits that a user has for watching files is in use. */
export interface LimitUse {
  readonly limit: number;
  readonly used: number;
}

export interface InotifyUse {
  /** One for each program that watches files. */
  readonly instances: LimitUse;
  /** One for each directory that is watched. */
  readonly watches: LimitUse;
}

/**
 * What the processes of a user take of the limits of inotify(7), as far as we may see it.
 *
 * @param root where proc(5) is.
 * @returns null where there is no inotify.
 */
export function inotifyUse(uid: number, root = '/proc'): InotifyUse | null {
  const instances = limitAt(path.join(root, 'sys/fs/inotify/max_user_instances'));
  const watches = limitAt(path.join(root, 'sys/fs/inotify/max_user_watches'));
  if (instances === null || watches === null) return null;
  const used = { instances: 0, watches: 0 };
  for (const pid of namesIn(root)) {
    if (!/^\d+$/.test(pid) || ownerOf(path.join(root, pid)) !== uid) continue;
    for (const fd of namesIn(path.join(root, pid, 'fd'))) {
      if (linkAt(path.join(root, pid, 'fd', fd)) !== 'anon_inode:inotify') continue;
      used.instances += 1;
      used.watches += readOrNull(path.join(root, pid, 'fdinfo', fd))?.match(/^inotify /gm)?.length ?? 0;
    }
  }
  return {
    instances: { limit: instances, used: used.instances },
    watches: { limit: watches, used: used.watches },
  };
}

function limitAt(file: string): number | null {
  const text = readOrNull(file)?.trim() ?? '';
  return /^\d+$/.test(text) ? Number(text) : null;
}

function ownerOf(file: string): number | null {
  return lstatSync(file, { throwIfNoEntry: false })?.uid ?? null;
}

function linkAt(file: string): string | null {
  try {
    return readlinkSync(file);
  } catch {
    return null;
  }
}
