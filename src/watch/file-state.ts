import { createHash } from 'node:crypto';
import { type BigIntStats, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/** Larger files are known by their fingerprint alone: no configuration is that long, but an `env_file` may be anything. */
const MAX_HASHED_BYTES = 16n * 1024n * 1024n;

/**
 * What changes whenever a file may have changed: which file the path leads to, its size and its times. The time of
 * change is among them because the time of modification can be set back.
 */
export function fingerprint(file: string): string {
  const stats = statOf(file);
  if (typeof stats === 'string') return stats;
  const { dev, ino, size, mtimeNs, ctimeNs } = stats;
  return [dev, ino, size, mtimeNs, ctimeNs].join(':');
}

/** What changes only when the content does: a file that is touched, or replaced by its equal, keeps it. */
export function contentHash(file: string): string {
  const stats = statOf(file);
  if (typeof stats === 'string') return stats;
  // Reading a pipe or a device could take for ever.
  if (!stats.isFile() || stats.size > MAX_HASHED_BYTES) return fingerprint(file);
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch (error) {
    return codeOf(error);
  }
}

/**
 * The directories in which something happens when one of the files changes, with the names to look out for: where each
 * path is and, for a symbolic link, where it leads. Directories that are not there are left out.
 */
export function directoriesOf(files: Iterable<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const directories = new Map<string, Set<string>>();
  for (const file of files) {
    const directory = realPath(path.dirname(file));
    const places = [directory === null ? null : path.join(directory, path.basename(file)), realPath(file)];
    for (const place of places) {
      if (place === null) continue;
      const names = directories.get(path.dirname(place)) ?? new Set();
      directories.set(path.dirname(place), names.add(path.basename(place)));
    }
  }
  return directories;
}

/** Changes when a directory has been replaced by another of the same name. */
export function identity(directory: string): string {
  const stats = statOf(directory);
  return typeof stats === 'string' ? stats : `${stats.dev}:${stats.ino}`;
}

/** @returns an error code when there is nothing to look at; that, too, is a state which may change. */
function statOf(file: string): BigIntStats | string {
  try {
    return statSync(file, { bigint: true });
  } catch (error) {
    return codeOf(error);
  }
}

function realPath(file: string): string | null {
  try {
    return realpathSync.native(file);
  } catch {
    return null;
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown';
}
