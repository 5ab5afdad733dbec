import type { Failure } from '../model/failure.ts';
import type { LogLine } from '../model/log-line.ts';
import type { LogsPage, LogsRequest } from '../model/logs-request.ts';
import { ok, type Result } from '../model/result.ts';

/** How long one request of a follower may stay open before it is asked anew. */
const POLL_MS = 25_000;

/** Whoever answers requests for logs: a running session, or what one has left. */
export interface LogSource {
  logs(request: LogsRequest, signal?: AbortSignal): Promise<Result<LogsPage, Failure>>;
}

/**
 * Everything that a request asks for, page by page in the order of ids, however much it is. With `follow`, goes on as
 * lines are written and ends only with a failure, or when `signal` aborts.
 *
 * Lines that have not ended are given last, and never to a follower, who gets them when they end.
 */
export async function* logPages(
  source: LogSource,
  request: LogsRequest,
  { follow, signal }: { readonly follow: boolean; readonly signal: AbortSignal },
): AsyncGenerator<Result<LogsPage, Failure>, void, void> {
  let cursor = request.after;
  if (request.from === 'end') {
    const last = await lastLines(source, follow ? { ...request, waitMs: 0 } : request, signal);
    yield last;
    if (!last.ok || !follow) return;
    cursor = last.value.next;
  }
  const isBounded = request.limit !== null && request.from === 'start';
  for (let waitMs = 0; !signal.aborted; ) {
    const limit = isBounded ? request.limit : null;
    const page = await source.logs({ ...request, after: cursor, from: 'start', limit, waitMs }, signal);
    yield page;
    if (!page.ok) return;
    cursor = page.value.next;
    if (isBounded && !follow) return;
    if (!page.value.more && !follow) break;
    waitMs = page.value.more ? 0 : POLL_MS;
  }
  if (!signal.aborted && !follow) yield await lastLines(source, { ...request, after: cursor, from: 'end' }, signal);
}

/** The last lines, also when they are more than one page may carry: the pages are read backwards then. */
async function lastLines(
  source: LogSource,
  request: LogsRequest,
  signal: AbortSignal,
): Promise<Result<LogsPage, Failure>> {
  const newest = await source.logs(request, signal);
  if (!newest.ok) return newest;
  const pages: (readonly LogLine[])[] = [newest.value.lines];
  let { more } = newest.value;
  let wanted = request.limit === null ? null : request.limit - newest.value.lines.length;
  for (let before = newest.value.lines[0]?.id; more && before !== undefined; ) {
    const older = await source.logs({ ...request, before, limit: wanted }, signal);
    if (!older.ok) return older;
    pages.push(older.value.lines);
    wanted = wanted === null ? null : wanted - older.value.lines.length;
    more = older.value.more && (wanted === null || wanted > 0);
    before = older.value.lines[0]?.id;
  }
  return ok({ ...newest.value, lines: pages.reverse().flat(), more: false });
}
