import { lstatSync, type Stats } from 'node:fs';

/** What is at a path, itself and not what it links to; null when nothing is, or nobody can tell. */
export function fileAt(file: string): Stats | null {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) ?? null;
  } catch {
    // A directory on the way has become a link to itself, or may not be entered.
    return null;
  }
}

/** Whether two looks saw the same file, whatever is in it. */
export function isSameFile(one: Stats, other: Stats | null): boolean {
  return other?.ino === one.ino && other.dev === one.dev;
}
