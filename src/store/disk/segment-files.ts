/** The names in the directory of one session's logs. */
import { readdirSync } from 'node:fs';
import path from 'node:path';

const SEGMENT_NAME = /^(\d{8})\.log$/;

/** Where lines are that have not filled a block yet; see `tail-file.ts`. */
export const TAIL_NAME = 'tail.log';

const FRESH_SUFFIX = '.new';

/** Where a file is written that will take the place of another in one step. @param file absolute. */
export function freshPath(file: string): string {
  return `${file}${FRESH_SUFFIX}`;
}

export function segmentPath(directory: string, number: number): string {
  return path.join(directory, `${String(number).padStart(8, '0')}.log`);
}

/** Absolute paths of files whose writer may have been killed before they took their places; none when that cannot be read. */
export function freshPaths(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith(FRESH_SUFFIX))
      .map((name) => path.join(directory, name));
  } catch {
    return [];
  }
}

/** The numbers of the files that are there, ascending; empty when the directory cannot be read. */
export function segmentNumbers(directory: string): readonly number[] {
  try {
    return readdirSync(directory)
      .flatMap((name) => SEGMENT_NAME.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b);
  } catch {
    return [];
  }
}
