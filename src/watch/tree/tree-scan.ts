import { type Dirent, lstatSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TreeFilter } from './tree-filter.ts';

/** What every file of a tree looked like: changes whenever the file does. */
export type TreePicture = ReadonlyMap<string, string>;

/** Looks at every file. The event loop gets a turn after each directory. */
export async function scanTree(filter: TreeFilter): Promise<TreePicture> {
  const picture = new Map<string, string>();
  const queue: string[] = [];
  const look = (place: string, entry: Pick<Dirent, 'isDirectory'>, stat: typeof lstatSync): void => {
    if (entry.isDirectory()) queue.push(place);
    else if (filter.counts(place)) picture.set(place, fingerprintOf(place, stat));
  };
  for (const base of filter.bases) {
    const stats = statSync(base, { throwIfNoEntry: false });
    if (stats !== undefined) look(base, stats, statSync as typeof lstatSync);
  }
  for (let directory = queue.pop(); directory !== undefined; directory = queue.pop()) {
    if (!filter.enters(directory)) continue;
    for (const entry of entriesOf(directory)) look(path.join(directory, entry.name), entry, lstatSync);
    await nextTurn();
  }
  return picture;
}

/** The files that are different, new or gone. */
export function differences(before: TreePicture, now: TreePicture): readonly string[] {
  const changed = [...now].filter(([file, fingerprint]) => before.get(file) !== fingerprint).map(([file]) => file);
  return [...changed, ...[...before.keys()].filter((file) => !now.has(file))];
}

function fingerprintOf(file: string, stat: typeof lstatSync): string {
  const stats = stat(file, { throwIfNoEntry: false });
  return stats === undefined ? '' : [stats.ino, stats.size, stats.mtimeMs, stats.ctimeMs].join(':');
}

function entriesOf(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}
