import type { ResourceColumns, ResourceHistory } from '../../../model/resource-history.ts';
import type { ProcessTimeline, Timeline, TimelineRun } from '../../../model/timeline.ts';

/**
 * What was known, with what has come since.
 *
 * @returns null when the two do not belong together, and all of it is to be read again.
 */
export function laterResources(known: ResourceHistory, news: ResourceHistory): ResourceHistory | null {
  if (known.beganAt !== news.beganAt || known.everyMs !== news.everyMs) return null;
  const rows = known.offsetsMs.length;
  const added = news.offsetsMs.length;
  const before = new Map(known.processes.map((columns) => [columns.name, columns]));
  const after = new Map(news.processes.map((columns) => [columns.name, columns]));
  const names = new Set([...after.keys(), ...before.keys()]);
  return {
    ...news,
    offsetsMs: [...known.offsetsMs, ...news.offsetsMs],
    processes: [...names].map((name) => ({
      name,
      ...joined(before.get(name) ?? unknown(rows), after.get(name) ?? unknown(added)),
    })),
  };
}

type Columns = Omit<ResourceColumns, 'name'>;

function joined(a: Columns, b: Columns): Columns {
  return { cpu: [...a.cpu, ...b.cpu], memory: [...a.memory, ...b.memory] };
}

function unknown(rows: number): Columns {
  const nothing = new Array<null>(rows).fill(null);
  return { cpu: nothing, memory: nothing };
}

/** Where what was known ends, and what comes next is to begin: in whole ms, as an address can say it. */
export function endOf({ now }: Timeline): number {
  return Math.floor(now);
}

/**
 * What was known, with what has happened since `endOf` it.
 *
 * @returns null when the two do not belong together, and all of it is to be read again.
 */
export function laterTimeline(known: Timeline, news: Timeline): Timeline | null {
  if (known.beganAt !== news.beganAt || news.now < known.now) return null;
  const before = new Map(known.processes.map((process) => [process.name, process]));
  return {
    ...news,
    processes: news.processes.map((process) => laterProcess(before.get(process.name), process, endOf(known))),
    reloads: [...known.reloads.filter(({ at }) => at < endOf(known)), ...news.reloads],
  };
}

function laterProcess(known: ProcessTimeline | undefined, news: ProcessTimeline, end: number): ProcessTimeline {
  if (known === undefined) return news;
  const isNew = (run: TimelineRun) =>
    news.runs.some((each) => each.run === run.run && each.startedAt === run.startedAt);
  return {
    ...news,
    runs: [...known.runs.filter((run) => !isNew(run)), ...news.runs],
    failedProbes: [...known.failedProbes.filter(({ at }) => at < end), ...news.failedProbes],
  };
}
