import type { Clock } from '../model/clock.ts';
import type { Failure } from '../model/failure.ts';
import type { LogsPage, LogsRequest } from '../model/logs-request.ts';
import { ok, type Result } from '../model/result.ts';
import type { LineMatcher } from './line-matcher.ts';
import { LogsPageBuilder } from './logs-page.ts';
import { merge } from './merge.ts';
import { type Direction, type LineFilter, type ScanStep, scan } from './scan.ts';
import { compileSearch } from './search.ts';
import type { LogSnapshot } from './snapshot.ts';
import type { StoreHandle } from './store-handle.ts';
import { TimeSlice } from './time-slice.ts';

/**
 * Answers a request for logs with one page, from the store as it is at the call. Processes that are not known have no
 * lines; who is asked for is the caller's business, and so is `waitMs`.
 *
 * - `from: 'start'`: the page begins after the cursor, covers everything up to `next`, and `more` says that something
 *   that was asked for lies behind. Following `next` gives every line exactly once, and every evicted line is counted in
 *   exactly one page. Lines that have not ended are never given.
 * - `from: 'end'`: the page has the last lines. Lines that have not ended come last, marked partial, with ids above
 *   `next`. `more` says that the page was full before `limit` was reached: ask with `before` its first line.
 *
 * Context lines are neighbours among the lines that pass everything but the search, inside `(after, before)`.
 *
 * Works in slices of about `sliceMs` and lets the event loop run in between. When `signal` aborts, the page ends where
 * the slice did, and says `more`.
 *
 * @returns `invalid-pattern` when the regular expression cannot be used.
 */
export async function readLogs(
  handle: StoreHandle,
  request: LogsRequest,
  options: ReadLogsOptions,
): Promise<Result<LogsPage, Failure>> {
  const compiled = request.search === null ? null : compileSearch(request.search);
  if (compiled?.ok === false) return compiled;

  const snapshots = snapshotsOf(handle, request.processes);
  const lastId = handle.nextId - 1;
  const { revision } = handle;
  const page = new LogsPageBuilder(request, options.maxPageBytes ?? DEFAULT_PAGE_BYTES);
  const slice = new TimeSlice(options.clock, options.sliceMs ?? DEFAULT_SLICE_MS);
  if (!page.isDone) {
    const direction = request.from === 'start' ? 'forward' : 'backward';
    const scans = scansOf(snapshots, request, compiled?.value ?? null, direction, options.currentRun);
    for (const step of merge(scans, direction)) {
      if (step.type === 'line') page.offer(step.line, step.role);
      if (page.isDone) break;
      if (step.type !== 'progress' || !slice.isOver) continue;
      await slice.next();
      if (options.signal?.aborted !== true) continue;
      page.breakOffAt(step.id);
      break;
    }
  }
  const evictedBetween = (after: number, upTo: number): number =>
    snapshots.reduce((lines, snapshot) => lines + snapshot.evictedBetween(after, upTo), 0);
  return ok(page.build(revision, lastId, evictedBetween));
}

export interface ReadLogsOptions {
  /** Tells when a slice is over. */
  readonly clock: Pick<Clock, 'now'>;
  readonly sliceMs?: number;
  /** Most bytes of lines in a page, each counted with 100 bytes for what surrounds it; one line is always given. */
  readonly maxPageBytes?: number;
  /**
   * The current or last run of a process, for `run: 'current'` and negative runs. Without it, the latest that the store
   * has heard of, which is not the current one while that has printed nothing.
   */
  readonly currentRun?: (process: string) => number | null;
  /** Aborted when nobody waits for the page any more. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * As JSON, a page is to fit into the kernel's buffer of a socket (208 KiB on Linux): then it costs this process nothing
 * while whoever asked does not read it. 99 stopped followers held 300 MiB with pages of 1 MiB. Larger ones are not
 * faster to speak of.
 */
const DEFAULT_PAGE_BYTES = 128 * 1024;

/** Half a frame: a dashboard that shares the loop stays smooth. */
const DEFAULT_SLICE_MS = 8;

/** All at the same moment: nothing is awaited in between. */
function snapshotsOf(handle: StoreHandle, processes: readonly string[]): readonly LogSnapshot[] {
  return processes.length === 0
    ? [...handle.snapshotAll().values()]
    : [...new Set(processes)].map((process) => handle.snapshot(process));
}

function scansOf(
  snapshots: readonly LogSnapshot[],
  request: LogsRequest,
  matcher: LineMatcher | null,
  direction: Direction,
  currentRun: ReadLogsOptions['currentRun'],
): Iterable<ScanStep>[] {
  let openFromId: number | null = null;
  return snapshots.map((snapshot) => {
    if (direction === 'backward') openFromId ??= snapshot.nextId;
    const current = currentRun?.(snapshot.process) ?? snapshot.lastRun;
    const filter = filterOf(request, current);
    const context = matcher === null || request.countOnly ? 0 : request.context;
    const steps = scan(snapshot, { filter, matcher, context, direction, openFromId });
    if (openFromId !== null) openFromId += snapshot.openLines.length;
    return steps;
  });
}

function filterOf(request: LogsRequest, currentRun: number): LineFilter {
  const { run } = request;
  return {
    stream: request.stream,
    run: run === 'current' ? currentRun : run !== null && run < 0 ? currentRun + run : run,
    afterId: request.after ?? 0,
    beforeId: request.before ?? Number.POSITIVE_INFINITY,
    since: request.since ?? Number.NEGATIVE_INFINITY,
    until: request.until ?? Number.POSITIVE_INFINITY,
  };
}
