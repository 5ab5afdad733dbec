import { readdirSync, readlinkSync } from 'node:fs';

/**
 * Who still has a file open that has lost its name: a session whose lock file was deleted lives, and holds a lock that
 * nobody can meet any more. Only what this user may look at is seen, and nothing where there is no /proc.
 *
 * @param file absolute, without symbolic links in it.
 * @returns the pid of one of them, never our own; null when there is none.
 */
export function holderOfDeleted(file: string): number | null {
  const wanted = `${file} (deleted)`;
  for (const entry of namesIn('/proc')) {
    if (!/^\d+$/.test(entry) || Number(entry) === process.pid) continue;
    const descriptors = `/proc/${entry}/fd`;
    if (namesIn(descriptors).some((name) => targetOf(`${descriptors}/${name}`) === wanted)) return Number(entry);
  }
  return null;
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    // It has ended, or belongs to somebody else.
    return [];
  }
}

function targetOf(link: string): string | null {
  try {
    return readlinkSync(link);
  } catch {
    return null;
  }
}
