import type { ResourceHistory } from '../../../model/resource-history.ts';

/** More lines than this nobody can tell apart: the least ones become one. */
const MOST_LINES = 6;

/** Rows so many times as far apart as they should be have a gap between them. */
const GAP = 2.5;

export type Metric = 'cpu' | 'memory';

/** One line of a plot. */
export interface PlotLine {
  readonly name: string;
  /** It stands for the rest of the processes, and not for one of this name. */
  readonly isRest: boolean;
  readonly values: readonly (number | null)[];
}

/** What a plot draws: the times of its points, ms since the epoch, and the lines, the one that uses most first. */
export interface PlotSeries {
  readonly times: readonly number[];
  readonly lines: readonly PlotLine[];
}

/** @param names of the processes to draw; empty: all of them. */
export function plotSeries(history: ResourceHistory, names: readonly string[], metric: Metric): PlotSeries {
  const { beganAt, offsetsMs, everyMs, processes } = history;
  if (beganAt === null) return { times: [], lines: [] };
  const wanted = processes.filter(({ name }) => names.length === 0 || names.includes(name));
  const columns = wanted
    .map((each) => ({ name: each.name, isRest: false, values: each[metric] }))
    .sort((a, b) => largest(b.values) - largest(a.values));
  const lines =
    columns.length <= MOST_LINES
      ? columns
      : [...columns.slice(0, MOST_LINES - 1), summed(columns.slice(MOST_LINES - 1))];
  return withGaps({ times: offsetsMs.map((offset) => beganAt + offset), lines }, everyMs * GAP);
}

/** Whether there is anything to draw: who never lives for two seconds is never measured. */
export function isMeasured({ processes }: ResourceHistory, names: readonly string[]): boolean {
  return processes.some(
    ({ name, memory }) => (names.length === 0 || names.includes(name)) && memory.some((bytes) => bytes !== null),
  );
}

/** Null: nothing is known. */
export function latest(values: readonly (number | null)[]): number | null {
  return values.findLast((value) => value !== null) ?? null;
}

export function largest(values: readonly (number | null)[]): number {
  return values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
}

function summed(lines: readonly PlotLine[]): PlotLine {
  const [first] = lines;
  const values = (first?.values ?? []).map((_, row) => {
    const known = lines.flatMap((line) => line.values[row] ?? []);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
  });
  return { name: `${lines.length} others`, isRest: true, values };
}

/** With a row of nothing in each gap, so that no line is drawn over it. */
function withGaps({ times, lines }: PlotSeries, leastGapMs: number): PlotSeries {
  const gaps = times.flatMap((time, row) => (row > 0 && time - (times[row - 1] ?? time) > leastGapMs ? [row] : []));
  if (gaps.length === 0) return { times, lines };
  const spread = <T>(column: readonly T[], filler: (row: number) => T) =>
    column.flatMap((value, row) => (gaps.includes(row) ? [filler(row), value] : [value]));
  return {
    times: spread(times, (row) => ((times[row - 1] ?? 0) + (times[row] ?? 0)) / 2),
    lines: lines.map((line) => ({ ...line, values: spread(line.values, () => null) })),
  };
}
