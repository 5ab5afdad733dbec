import type { LogLine, Stream } from '../model/log-line.ts';
import type { LineMatcher } from './line-matcher.ts';
import { type Direction, type ScannedLogs, type ScanStep, scan } from './scan.ts';

/** What to read from a snapshot; every field narrows. */
export interface LogQuery {
  readonly stream: Stream | null;
  /** Only lines with a greater id. */
  readonly afterId: number | null;
  /** Only lines with a smaller id. */
  readonly beforeId: number | null;
  /** Wall time, ms since the epoch: lines in `[since, until)`. */
  readonly since: number | null;
  readonly until: number | null;
  readonly run: number | null;
  readonly search: LineMatcher | null;
  /** Most lines to give. */
  readonly limit: number | null;
  /** Whether lines that have not ended are given, after all others. Their ids are those they would get next. */
  readonly open: boolean;
}

export const EVERYTHING: LogQuery = {
  stream: null,
  afterId: null,
  beforeId: null,
  since: null,
  until: null,
  run: null,
  search: null,
  limit: null,
  open: true,
};

/** The lines of a snapshot that a query asks for. Nothing is looked for before it is read, and no text is copied. */
export class LogView {
  readonly #logs: ScannedLogs;
  readonly #query: LogQuery;

  constructor(logs: ScannedLogs, query: LogQuery) {
    this.#logs = logs;
    this.#query = query;
  }

  /** The lines in ascending order, the first `limit` of them. */
  *iter(): Generator<LogLine, void, void> {
    let left = this.#query.limit ?? Number.POSITIVE_INFINITY;
    if (left <= 0) return;
    for (const step of this.#scan('forward')) {
      if (step.type !== 'line') continue;
      yield step.line;
      left -= 1;
      if (left <= 0) return;
    }
  }

  /** The last `count` lines (but no more than `limit`) in ascending order, found from the end. */
  tail(count: number): LogLine[] {
    const wanted = Math.min(count, this.#query.limit ?? count);
    const lines: LogLine[] = [];
    if (wanted <= 0) return lines;
    for (const step of this.#scan('backward')) {
      if (step.type !== 'line') continue;
      lines.push(step.line);
      if (lines.length === wanted) break;
    }
    return lines.reverse();
  }

  #scan(direction: Direction): Iterable<ScanStep> {
    const { stream, afterId, beforeId, since, until, run, search, open } = this.#query;
    return scan(this.#logs, {
      filter: {
        stream,
        run,
        afterId: afterId ?? 0,
        beforeId: beforeId ?? Number.POSITIVE_INFINITY,
        since: since ?? Number.NEGATIVE_INFINITY,
        until: until ?? Number.POSITIVE_INFINITY,
      },
      matcher: search,
      context: 0,
      direction,
      openFromId: open ? this.#logs.nextId : null,
    });
  }
}
