import * as z from 'zod/v4';
import type { Failure } from '../../model/failure.ts';
import { ALL_LOGS, type LogsRequest } from '../../model/logs-request.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { parseTimestamp } from '../../wire/timestamp.ts';
import { answer, failureAnswer } from '../answer.ts';
import { timeText } from '../process-facts.ts';
import { type BudgetedLogs, type LogSource, readLogs } from '../read-logs.ts';
import { anyTargets, READS, type ToolKit } from '../tool.ts';

/** What a token is taken for; real ones differ between models. */
const CHARACTERS_PER_TOKEN = 4;

const cursor = z.number().int().min(0);
const time = z
  .string()
  .refine((text) => parseTimestamp(text) !== null, 'must be an RFC 3339 time such as 2026-01-31T08:05:09Z');

const input = z.strictObject({
  processes: anyTargets,
  search: z.string().min(1).optional().describe('Only lines that contain this text. Not with regex.'),
  regex: z.string().min(1).optional().describe('Only lines that match this RE2 regular expression. Not with search.'),
  ignore_case: z.boolean().default(false),
  context: z
    .number()
    .int()
    .min(0)
    .max(100)
    .default(0)
    .describe('So many lines of the same process before and after each match, too.'),
  stream: z.enum(['stdout', 'stderr']).optional().describe('Only this output. Both by default.'),
  run: z
    .union([z.number().int(), z.literal('current')])
    .optional()
    .describe('Only this run of the processes: its number, -1 for the one before the current one, or "current".'),
  since: time.optional().describe('Only lines since this time, RFC 3339.'),
  since_seconds: z.number().min(0).optional().describe('Only lines of the last so many seconds. Not with since.'),
  until: time.optional().describe('Only lines before this time, RFC 3339.'),
  after: cursor.optional().describe('Only lines with a greater id: give "next" of an earlier answer to read on.'),
  before: cursor.optional().describe('Only lines with a smaller id: give "first" of an answer to read back.'),
  keep: z
    .enum(['newest', 'oldest'])
    .default('newest')
    .describe('Which lines to give when not all of them fit. They come in the order they were written either way.'),
  max_lines: z.number().int().min(1).optional().describe('At most so many lines; of a search, matches.'),
  max_tokens: z
    .number()
    .int()
    .min(50)
    .max(100_000)
    .default(2000)
    .describe('At most about so many tokens of lines, taken for 4 characters each.'),
  max_line_characters: z
    .number()
    .int()
    .min(80)
    .max(65_536)
    .default(1000)
    .describe('Longer lines are cut, and say how much is missing.'),
  wait_seconds: z
    .number()
    .min(0)
    .max(600)
    .default(0)
    .describe(
      'When nothing matches yet, wait so long for a line that does; without "after" for one written from now on. Answers as soon as there is one.',
    ),
});

type LogsInput = z.infer<typeof input>;

/** `pom_logs`: what processes wrote, within a budget. */
export function registerLogs({ server, bridge, directory, now }: ToolKit): void {
  server.registerTool(
    'pom_logs',
    {
      title: 'Read logs',
      description:
        'Reads what processes wrote, also before they crashed or were restarted; lines of several processes are merged in the order they were written. ' +
        'Gives the newest lines within max_tokens, and tells how many older ones were left out: narrow it by search, stream, run or time rather than by a larger budget. ' +
        'To read on later give "next" as after; to read what was left out give "first" as before. With search or regex and wait_seconds it waits for a line to appear. ' +
        'Escape sequences and colours are taken out; secrets that the project redacts are redacted.',
      inputSchema: input,
      outputSchema: z.object({
        lines: z
          .array(z.string())
          .describe(
            'Each is "ID HH:MM:SS.mmm PROCESS| TEXT", or "PROCESS err| TEXT" for standard error; times are UTC. A line that is still being written may come again when it has ended.',
          ),
        next: z.number().describe('The cursor to read on with, as after.'),
        first: z.number().optional().describe('Id of the first line given, to read back with, as before.'),
        from: z.string().optional().describe('When the first line was written.'),
        to: z.string().optional().describe('When the last line was written.'),
        left_out: z
          .number()
          .describe('Lines that match and are not given: older ones, or newer ones with keep "oldest".'),
        evicted: z.number().optional().describe('Lines of these processes that are no longer stored.'),
        hint: z.string().optional(),
      }),
      annotations: READS,
    },
    async (wanted, { signal }) => {
      const request = requestOf(wanted, now());
      if (!request.ok) return failureAnswer(request.failure, directory);
      const budget = {
        characters: wanted.max_tokens * CHARACTERS_PER_TOKEN,
        lineCharacters: wanted.max_line_characters,
      };
      const read = await bridge.call(signal, async (session, left) => {
        const from = await awaitLine(session, request.value, wanted.wait_seconds * 1000, left);
        return from.ok ? readLogs(session, from.value, budget, left) : from;
      });
      return read.ok ? answer(factsOf(read.value, wanted)) : failureAnswer(read.failure, directory);
    },
  );
}

function requestOf(wanted: LogsInput, now: number): Result<LogsRequest, Failure> {
  const { search, regex, since, since_seconds: seconds } = wanted;
  if (search !== undefined && regex !== undefined) return misuse('give search or regex, not both');
  if (since !== undefined && seconds !== undefined) return misuse('give since or since_seconds, not both');
  const pattern = search ?? regex;
  const kind = regex === undefined ? 'text' : 'regex';
  return ok({
    ...ALL_LOGS,
    processes: wanted.processes,
    stream: wanted.stream ?? null,
    after: wanted.after ?? null,
    before: wanted.before ?? null,
    since: seconds === undefined ? parseTimestamp(since ?? '') : now - seconds * 1000,
    until: parseTimestamp(wanted.until ?? ''),
    run: wanted.run ?? null,
    search: pattern === undefined ? null : { pattern, kind, ignoreCase: wanted.ignore_case },
    context: pattern === undefined ? 0 : wanted.context,
    limit: wanted.max_lines ?? null,
    from: wanted.keep === 'newest' ? 'end' : 'start',
  });
}

function misuse(detail: string): Result<never, Failure> {
  return err({ reason: 'bad-request', detail });
}

/** Waits until something matches, or time is up. @returns what to read then. */
async function awaitLine(
  source: LogSource,
  request: LogsRequest,
  waitMs: number,
  signal: AbortSignal,
): Promise<Result<LogsRequest, Failure>> {
  if (waitMs === 0) return ok(request);
  let { after } = request;
  if (after === null) {
    const end = await source.logs({ ...request, search: null, context: 0, from: 'end', limit: 0 }, signal);
    if (!end.ok) return end;
    after = end.value.next;
  }
  const deadline = performance.now() + waitMs;
  for (let cursor = after; ; ) {
    const leftMs = Math.max(0, deadline - performance.now());
    const page = await source.logs({ ...request, after: cursor, from: 'start', limit: 1, waitMs: leftMs }, signal);
    if (!page.ok) return page;
    const { matches, next, more } = page.value;
    if (matches > 0 || signal.aborted || (leftMs === 0 && !more)) return ok({ ...request, after });
    cursor = next;
  }
}

function factsOf({ lines, next, leftOut, evicted }: BudgetedLogs, { keep }: LogsInput): Record<string, unknown> {
  const [first, last] = [lines[0], lines.at(-1)];
  return {
    lines: lines.map(({ text }) => text),
    next,
    first: first?.id,
    from: timeText(first?.timestamp ?? null),
    to: timeText(last?.timestamp ?? null),
    left_out: leftOut,
    evicted: evicted === 0 ? undefined : evicted,
    hint: leftOut === 0 ? undefined : hintFor(keep, leftOut, first?.id ?? 0, next),
  };
}

function hintFor(keep: LogsInput['keep'], leftOut: number, first: number, next: number): string {
  return keep === 'newest'
    ? `${leftOut} older lines match: call again with before ${first}, or narrow the search.`
    : `${leftOut} newer lines match: call again with after ${next}, or narrow the search.`;
}
