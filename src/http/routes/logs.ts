import { err, ok } from '../../model/result.ts';
import { withLogLinesToJson } from '../../wire/log-lines-json.ts';
import { answerRef } from '../answer-schemas.ts';
import { openLogStream } from '../log-stream.ts';
import { NDJSON, SERVER_SENT_EVENTS } from '../log-stream-forms.ts';
import { JSON_TYPE, type Parameter, type Route, replyWith, route } from '../route.ts';

export const NDJSON_TYPE = 'application/x-ndjson';
export const SSE_TYPE = 'text/event-stream';

/** Proxies end what is silent for longer. */
const LONGEST_WAIT_MS = 60_000;

/** Lines of a page, or to begin a stream with, when nobody says how many. */
const DEFAULT_LINES = 100;

const FILTERS: readonly Parameter[] = [
  query('process', 'process_id', 'Only of this process, replica set or glob; may be repeated.', true),
  query('stream', 'stream', 'Only this stream.'),
  query('after', 'after', 'Only lines with a greater id; 0 is before the first.'),
  query('since', 'since', 'Only lines since this time: RFC 3339, or milliseconds since the epoch.'),
  query('run', 'run', 'Only this run: its number, "current", or -1 for the one before.'),
  query('search', 'search.pattern', 'Only lines that contain this text.'),
  query('regex', 'search.pattern', 'Only lines that match this RE2 regular expression.'),
  query('ignore_case', 'search.ignore_case', 'Search without regard to case.'),
];

const PAGE: readonly Parameter[] = [
  ...FILTERS,
  query('before', 'before', 'Only lines with a smaller id.'),
  query('until', 'until', 'Only lines before this time.'),
  query('context', 'context', 'So many lines of the same process around each match.'),
  query('limit', 'limit', `At most so many lines; ${DEFAULT_LINES} by default.`),
  query('from', 'from', 'Which end to read from; by default the start with "after", else the end.'),
  query('count_only', 'count_only', 'Answer no lines, but how many there are, as "matches".'),
  query('wait_ms', 'wait_ms', 'Where nothing is there yet, wait so long for it, a minute at most.'),
  query(
    'revision',
    'revision',
    'With "wait_ms": wait instead until the logs are other than at this "revision" of an answer. Beginnings of lines count.',
  ),
];

const STREAM: readonly Parameter[] = [
  ...FILTERS,
  query(
    'limit',
    'limit',
    `Without "after" and "since": begin with so many of the last lines; ${DEFAULT_LINES} by default.`,
  ),
];

/** The logs, page by page or as they are written. */
export const LOG_ROUTES: readonly Route[] = [
  route({
    method: 'get',
    path: '/logs',
    tag: 'logs',
    summary: 'Log lines of all processes, merged in order, or of some',
    request: 'GetLogs',
    parameters: PAGE,
    body: [],
    fixed: (given) => ({
      ...searchKind(given),
      ...(given.has('from') || !given.has('after') ? {} : { from: 'start' }),
    }),
    answers: { [JSON_TYPE]: answerRef('Logs') },
    problems: ['unknown-process', 'invalid-pattern'],
    async answer({ control, request, signal }) {
      const { type: _, processId, ...asked } = request;
      const limit = asked.limit ?? DEFAULT_LINES;
      const waitMs = Math.min(asked.waitMs, LONGEST_WAIT_MS);
      return replyWith(
        await control.logs({ ...asked, processes: processId, limit, waitMs }, signal),
        withLogLinesToJson,
      );
    },
  }),
  route({
    method: 'get',
    path: '/logs/stream',
    tag: 'logs',
    summary: 'Log lines as they are written',
    description:
      'One JSON object per line, or, when the request accepts text/event-stream, one event per line whose id is that of the line: after a break the stream goes on from Last-Event-ID without a gap or a repeat. Lines that were evicted before they could be read are counted by {"evicted": N} or an event "evicted"; the end of the stream, with the session or because the API is configured anew, is told by {"error": …} or an event "end".',
    request: 'GetLogs',
    parameters: STREAM,
    body: [],
    fixed: searchKind,
    answers: { [NDJSON_TYPE]: answerRef('Line'), [SSE_TYPE]: { type: 'string' } },
    problems: ['unknown-process', 'invalid-pattern'],
    async answer({ control, request, signal, mediaType, lastEventId }) {
      const { type: _, processId, ...asked } = request;
      if (asked.limit !== null && (asked.after !== null || asked.since !== null)) {
        return err({
          reason: 'bad-request',
          detail: '"limit" says where to begin, as "after" and "since" do; say one',
        });
      }
      const after = lastEventId ?? asked.after;
      const limit = asked.limit ?? DEFAULT_LINES;
      const form = mediaType === SSE_TYPE ? SERVER_SENT_EVENTS : NDJSON;
      const stream = await openLogStream(control, { ...asked, processes: processId, after, limit }, form, signal);
      return stream.ok ? ok({ kind: 'stream', parts: stream.value, end: form.end }) : stream;
    },
  }),
];

function searchKind(given: ReadonlySet<string>): { readonly [field: string]: string } {
  return given.has('regex') ? { 'search.kind': 'regex' } : {};
}

function query(name: string, field: string, description: string, repeated?: true): Parameter {
  return { in: 'query', name, field, description, ...(repeated === undefined ? {} : { repeated }) };
}
