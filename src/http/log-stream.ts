import type { Control } from '../model/control.ts';
import type { Failure } from '../model/failure.ts';
import type { LogLine } from '../model/log-line.ts';
import type { LogsPage, LogsRequest } from '../model/logs-request.ts';
import { ok, type Result } from '../model/result.ts';

/** How long a follower may hear nothing. Proxies end what is silent for a minute. */
const SILENCE_MS = 15_000;

/** What a follower gets to know. */
export type LogNews =
  /** `next` is where a follower goes on who has seen them: never less than the last of them. Maybe no lines at all. */
  | { readonly kind: 'lines'; readonly lines: readonly LogLine[]; readonly next: number }
  | { readonly kind: 'evicted'; readonly evicted: number }
  /** The last news. */
  | { readonly kind: 'end'; readonly failure: Failure };

export type LogStream = (gone: AbortSignal) => AsyncGenerator<LogNews, void, void>;

/**
 * The lines after `request.after`, or since `request.since`, or else the last `request.limit`, and then as they are
 * written. The first page is read at once, so that what is wrong with a request is found before a stream begins;
 * each further one when the one before has been taken.
 */
export async function openLogStream(
  control: Control,
  request: LogsRequest,
  signal: AbortSignal,
): Promise<Result<LogStream, Failure>> {
  const isTail = request.after === null && request.since === null;
  const following: LogsRequest = { ...request, from: 'start', limit: null };
  const first = await control.logs(isTail ? { ...request, from: 'end' } : following, signal);
  if (!first.ok) return first;
  return ok((gone) => follow(control, following, isTail ? withoutUnfinished(first.value) : first.value, gone));
}

async function* follow(
  control: Control,
  request: LogsRequest,
  first: LogsPage,
  gone: AbortSignal,
): AsyncGenerator<LogNews, void, void> {
  for (let page = first; ; ) {
    if (page.evicted > 0) yield { kind: 'evicted', evicted: page.evicted };
    const { lines, next } = page;
    yield { kind: 'lines', lines, next };
    if (gone.aborted) return;
    const read = await control.logs({ ...request, after: next, waitMs: SILENCE_MS }, gone);
    if (gone.aborted) return;
    if (!read.ok) {
      yield { kind: 'end', failure: read.failure };
      return;
    }
    page = read.value;
  }
}

/** Lines beyond the cursor have not ended; a follower gets them when they have. */
function withoutUnfinished(page: LogsPage): LogsPage {
  return { ...page, lines: page.lines.filter(({ id }) => id <= page.next), evicted: 0 };
}
