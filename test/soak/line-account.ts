/** Every line accounted for: what writers say that they have written against what pom has stored of it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** How many lines each run has written at least, by the id that it gave itself. */
export type Written = ReadonlyMap<string, number>;

/** What is wrong with the lines of one session, and how many there were. */
export interface LineVerdict {
  readonly stored: number;
  readonly runs: number;
  readonly mistakes: readonly string[];
}

/** What the runs in the project at `dir` have noted so far. */
export function writtenIn(dir: string): Written {
  const folder = path.join(dir, 'wrote');
  const ids = readdirSync(folder).filter((name) => /^\d+-\d+$/.test(name));
  return new Map(ids.map((id) => [id, Number(readFileSync(path.join(folder, id), 'utf8'))]));
}

/**
 * Judges the logs of one session that has ended.
 *
 * The lines of a run must be there from its first to its last one, in order and once. Only of what was evicted may the
 * beginning be missing, and then the runs before it are, too.
 *
 * @param logs what `pom logs --lines all` prints.
 * @param written what must be there: less than that is a loss. For a session that was killed, as of a while before.
 * @param evicted how many lines pom has had and evicted.
 */
export function judgeLines(logs: string, written: Written, evicted: number): LineVerdict {
  const mistakes: string[] = [];
  const spans = new Map<string, { first: number; last: number }>();
  let stored = 0;
  for (const [, id = '', digits] of logs.matchAll(/\bsoak (\S+) (\d+)\s*$/gm)) {
    const n = Number(digits);
    const span = spans.get(id);
    stored++;
    if (span === undefined) spans.set(id, { first: n, last: n });
    else if (n === span.last + 1) span.last = n;
    else {
      mistakes.push(`run ${id}: line ${n} comes after line ${span.last}`);
      span.last = n;
    }
  }
  let missing = 0;
  for (const [id, { first }] of spans) {
    missing += first - 1;
    if (first > 1 && evicted === 0) mistakes.push(`run ${id} begins with line ${first}, but nothing was evicted`);
  }
  for (const [id, count] of written) {
    const span = spans.get(id);
    if (span === undefined) missing += count;
    if (span === undefined && count > 0 && evicted === 0)
      mistakes.push(`run ${id}: none of its ${count} lines is there`);
    if (span !== undefined && span.last < count) mistakes.push(`run ${id} ends with line ${span.last} of ${count}`);
  }
  if (missing > evicted) mistakes.push(`${missing} lines are missing, of which ${evicted} were counted as evicted`);
  return { stored, runs: spans.size, mistakes };
}
