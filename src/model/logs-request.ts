import type { LogLine, Stream } from './log-line.ts';

/** What somebody wants to read of the logs; every field narrows. */
export interface LogsRequest {
  /** Names of processes; empty: all of them, merged in order. */
  readonly processes: readonly string[];
  readonly stream: Stream | null;
  /** A cursor: only lines with a greater id. 0 is before the first line. */
  readonly after: number | null;
  /** Only lines with a smaller id. */
  readonly before: number | null;
  /** Wall time, ms since the epoch: lines in `[since, until)`. */
  readonly since: number | null;
  readonly until: number | null;
  /** A run number; -1 the last run before the current one, -2 the one before it; `current` the current or last run. */
  readonly run: number | 'current' | null;
  readonly search: TextSearch | null;
  /** Matches come with this many lines of the same process before and after them. */
  readonly context: number;
  /** Most lines to return; null: as many as one page may carry. Matches count, their context does not. */
  readonly limit: number | null;
  /** Which end to keep when there are more than `limit`. */
  readonly from: 'start' | 'end';
  /** How long to wait, when nothing matches yet, for something that does. 0 answers at once. */
  readonly waitMs: number;
  /**
   * True: `bytes` must be exactly what the process wrote. False: what is not UTF-8 may come as U+FFFD, which is what
   * happens on the way through the socket.
   */
  readonly raw: boolean;
  /**
   * With `waitMs`: wait, instead of for lines, until the store has become a later one than this `revision` of a page.
   * That is how a reader learns of the beginnings of lines, too. Null: wait for lines.
   */
  readonly revision: number | null;
  /** True: no line is wanted, only how many match (`LogsPage.matches`); `limit` and `context` do not count then. */
  readonly countOnly: boolean;
}

export interface TextSearch {
  /** Literal text, or an RE2 regular expression (https://github.com/google/re2/wiki/Syntax). */
  readonly pattern: string;
  readonly kind: 'text' | 'regex';
  readonly ignoreCase: boolean;
}

export const ALL_LOGS: LogsRequest = {
  processes: [],
  stream: null,
  after: null,
  before: null,
  since: null,
  until: null,
  run: null,
  search: null,
  context: 0,
  limit: null,
  from: 'end',
  waitMs: 0,
  raw: false,
  revision: null,
  countOnly: false,
};

/** One answer. A follower asks again with `after: next`; nothing is kept for it in the meantime. */
export interface LogsPage {
  /** Ascending by id. */
  readonly lines: readonly LogLine[];
  /**
   * The cursor after everything this page looked at: the greatest id that it covers. Lines with a greater id (only in a
   * page from the end) have not ended yet: a follower gets them again when they have.
   */
  readonly next: number;
  /**
   * True when the page is full and asking again at once gives more: with `after: next` when read from the start; with
   * `before` the first line when read from the end, where it means that the page could not carry `limit` lines.
   */
  readonly more: boolean;
  /**
   * Lines of these processes after the cursor, up to `next`, that had been evicted before they could be read. Over the
   * pages that a follower reads, each is counted once.
   */
  readonly evicted: number;
  /** How many lines of this page match: all but those of the context. With `countOnly`, of everything asked for. */
  readonly matches: number;
  /** Grows with everything that is stored, of any process: whole lines, and parts of lines that have not ended. */
  readonly revision: number;
}
