import type { Control } from '../model/control.ts';
import type { Failure } from '../model/failure.ts';
import type { LogLine } from '../model/log-line.ts';
import type { LogsPage, LogsRequest } from '../model/logs-request.ts';
import { ok, type Result } from '../model/result.ts';

/** How long a follower may hear nothing. Proxies end what is silent for a minute. */
const SILENCE_MS = 15_000;

/** Lines that a follower is offered at a time: what one who does not read costs. */
const PAGE_LINES = 256;

/** How the news of a stream is written. */
export interface LogStreamForm {
  readonly begin: string;
  /** `next` is where a follower goes on who has seen the lines: never less than the last of them. Maybe no lines at all. */
  lines(lines: readonly LogLine[], next: number): string;
  /** So many lines were gone before they could be read. */
  evicted(count: number): string;
  /** The last news. */
  end(failure: Failure): string;
}

export type LogStream = (gone: AbortSignal) => AsyncGenerator<string, void, void>;

/**
 * The lines after `request.after`, or since `request.since`, or else the last `request.limit`, and then as they are
 * written. The first page is read at once, so that what is wrong with a request is found before a stream begins;
 * each further one when the one before has been taken.
 */
export async function openLogStream(
  control: Control,
  request: LogsRequest,
  form: LogStreamForm,
  signal: AbortSignal,
): Promise<Result<LogStream, Failure>> {
  const isTail = request.after === null && request.since === null;
  const following: LogsRequest = { ...request, from: 'start', limit: PAGE_LINES };
  const first = await control.logs(isTail ? { ...request, from: 'end' } : following, signal);
  if (!first.ok) return first;
  const begin = form.begin + pageText(isTail ? withoutUnfinished(first.value) : first.value, form);
  const { next } = first.value;
  return ok((gone) => follow(control, { ...following, after: next }, begin, form, gone));
}

/** Only text waits for the client to take it: lines would keep the blocks alive that they are views of. */
async function* follow(
  control: Control,
  request: LogsRequest,
  begin: string,
  form: LogStreamForm,
  gone: AbortSignal,
): AsyncGenerator<string, void, void> {
  yield begin;
  for (let { after } = request; !gone.aborted; ) {
    const news = await nextNews(control, { ...request, after, waitMs: SILENCE_MS }, form, gone);
    if (gone.aborted) return;
    if (news.text !== '') yield news.text;
    if (news.next === null) return;
    after = news.next;
  }
}

/** `next` is null when there is no more. */
async function nextNews(
  control: Control,
  request: LogsRequest,
  form: LogStreamForm,
  gone: AbortSignal,
): Promise<{ readonly text: string; readonly next: number | null }> {
  const read = await control.logs(request, gone);
  return read.ok
    ? { text: pageText(read.value, form), next: read.value.next }
    : { text: form.end(read.failure), next: null };
}

function pageText({ lines, next, evicted }: LogsPage, form: LogStreamForm): string {
  return (evicted > 0 ? form.evicted(evicted) : '') + form.lines(lines, next);
}

/** Lines beyond the cursor have not ended; a follower gets them when they have. */
function withoutUnfinished(page: LogsPage): LogsPage {
  return { ...page, lines: page.lines.filter(({ id }) => id <= page.next), evicted: 0 };
}
