import { readdirSync } from 'node:fs';
import { rmdir, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { freshPaths, segmentNumbers, segmentPath, TAIL_NAME } from './segment-files.ts';

/** What all sessions of a project may keep on disk together. */
export interface ArchiveLimits {
  readonly maxBytes: number;
  readonly maxAgeMs: number;
}

/** The name of the directory of a session that began at `startedAt`: names sort by time. */
export function sessionName(startedAt: number, pid: number): string {
  const digits = new Date(startedAt).toISOString().replace(/[-:.]/g, '');
  return `${digits}-${pid}`;
}

const SESSION_NAME = /^\d{8}T\d{9}Z-\d+$/;

/** When a session of this name began, ms since the epoch. */
export function startOfSession(name: string): number {
  const [, year, month, day, hour, minute, second, ms] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z/.exec(name) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
}

/** The sessions whose logs are kept, oldest first; none when the directory cannot be read. */
export function sessionNames(root: string): readonly string[] {
  try {
    return readdirSync(root)
      .filter((name) => SESSION_NAME.test(name))
      .sort();
  } catch {
    return [];
  }
}

/** What a running session knows of log files: that of its own. */
export interface FilesInUse {
  /** Whether the file must stay. @param file absolute, as everywhere here. */
  isInUse(file: string): boolean;
  /** How many blocks of the file are known in memory. */
  blocksIn(file: string): number;
  /** Hears of each file that is to go, before it does: nobody is to begin to use it. */
  forget(file: string): void;
}

/**
 * A block counts for at least so much: memory has to know where it is, which takes about 200 bytes, and a line that is
 * repeated all day is packed to next to nothing.
 */
const LEAST_BLOCK_BYTES = 1024;

/**
 * Removes whole log files, the oldest of all sessions first, until what is left is young and small enough. Files of
 * other users, or that somebody else removes first, are passed over. All of it is done one after the other on the threads
 * that Node keeps for files: to unlink 500 MB took 140 ms under a flood.
 *
 * @param root absolute: the directory of the sessions of a project.
 * @param now wall time, ms since the epoch.
 * @param inUse what the session that asks knows of its files.
 */
export async function removeExcess(
  root: string,
  { maxBytes, maxAgeMs }: ArchiveLimits,
  now: number,
  inUse: FilesInUse,
): Promise<void> {
  const found: LogFile[] = [];
  for (const session of sessionNames(root)) found.push(...(await filesOf(path.join(root, session))));
  const files = found.map((file) => ({
    ...file,
    bytes: Math.max(file.bytes, inUse.blocksIn(file.file) * LEAST_BLOCK_BYTES),
  }));
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { file, bytes, modifiedAt } of files) {
    if (total <= maxBytes && now - modifiedAt <= maxAgeMs) continue;
    if (inUse.isInUse(file)) continue;
    inUse.forget(file);
    const isGone = await unlink(file).then(
      () => true,
      // Somebody else was first, or what is in it has a new name since.
      ({ code }: NodeJS.ErrnoException) => code === 'ENOENT',
    );
    if (isGone) total -= bytes;
  }
  for (const session of sessionNames(root)) await rmdir(path.join(root, session)).catch(() => undefined);
}

interface LogFile {
  readonly file: string;
  readonly bytes: number;
  readonly modifiedAt: number;
}

/** The files of one session, oldest first. */
async function filesOf(directory: string): Promise<readonly LogFile[]> {
  const names = [
    ...segmentNumbers(directory).map((number) => segmentPath(directory, number)),
    path.join(directory, TAIL_NAME),
    ...freshPaths(directory),
  ];
  const files = await Promise.all(
    names.map(async (file) => {
      const stats = await stat(file).catch(() => null);
      return stats === null ? [] : [{ file, bytes: stats.size, modifiedAt: stats.mtimeMs }];
    }),
  );
  return files.flat();
}
