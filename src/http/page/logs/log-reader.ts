import { signal } from '@preact/signals';
import { ok, type Result } from '../../../model/result.ts';
import type { Line, LogsAnswer } from '../api/answers.ts';
import { type Api, type ApiFailure, apiFailureMessage, type Query } from '../api/api.ts';
import { pause } from '../session/pause.ts';
import type { LineRange } from './line-range.ts';
import { EMPTY_WINDOW, endWindow, followed, type LogWindow, PAGE_LINES, withNewer, withOlder } from './log-window.ts';

/** How long a look for new lines may last; proxies end what is silent for a minute. */
const FOLLOW_MS = 20_000;

/** At least so long between two looks: nobody reads faster, and a flood costs the session no more than that. */
const FOLLOW_PAUSE_MS = 100;

/** Before the next look when the session did not answer. */
const RETRY_MS = 1_000;

/** Lines that are asked for at a time to be copied or saved; a page may carry fewer. */
const SAVED_PAGE_LINES = 5_000;

/** What there is of a log: the ids of its oldest line and of its newest. */
export interface Extent {
  readonly first: number;
  readonly last: number;
}

/**
 * Reads a log page by page around where somebody looks. Only the last wish counts: a jump lets go of what an earlier one
 * still waits for.
 */
export class LogReader {
  readonly window = signal<LogWindow>(EMPTY_WINDOW);
  /** Null: nothing is known of it, or it is empty. */
  readonly extent = signal<Extent | null>(null);
  /** For people; null while all is well. */
  readonly failure = signal<string | null>(null);
  /** Whether an answer is waited for that the window has to do without. */
  readonly isBusy = signal(false);
  readonly #api: Pick<Api, 'get'>;
  readonly #query: Query;
  /** Aborts what is on its way. */
  #jump = new AbortController();
  #isExtending = false;

  constructor(api: Pick<Api, 'get'>, query: Query) {
    this.#api = api;
    this.#query = query;
  }

  /** Goes to the newest lines. */
  async toEnd(): Promise<void> {
    await this.#jumpTo(async (signal) => {
      const page = await this.#page({ from: 'end' }, signal);
      return page.ok ? endWindow(page.value) : this.#failed(page.failure);
    });
  }

  /** Goes to where a line is, or where it would be: half a page before it and one from it on. */
  async toLine(id: number): Promise<void> {
    await this.#jumpTo(async (signal) => {
      const [before, after] = await Promise.all([
        this.#page({ before: id, from: 'end' }, signal),
        this.#page({ after: id - 1, from: 'start' }, signal),
      ]);
      if (!before.ok) return this.#failed(before.failure);
      if (!after.ok) return this.#failed(after.failure);
      return withOlder(withNewer({ ...EMPTY_WINDOW, next: id - 1 }, after.value), before.value);
    });
  }

  /** Adds older lines in front, if there are any. */
  async older(): Promise<void> {
    const first = this.window.peek().lines[0];
    if (first === undefined || this.window.peek().isAtStart) return;
    await this.#extend({ before: first.id, from: 'end' }, withOlder);
  }

  /** Adds newer lines at the end, if there are any. */
  async newer(): Promise<void> {
    const { lines, isAtEnd, next } = this.window.peek();
    if (isAtEnd || lines.length === 0) return;
    await this.#extend({ after: lines.at(-1)?.id ?? next, from: 'start' }, withNewer);
  }

  /** Keeps the window at the end of the log, as long as it is there, until the signal aborts. */
  async follow(ended: AbortSignal): Promise<void> {
    while (!ended.aborted) {
      const { isAtEnd, next, revision } = this.window.peek();
      if (!isAtEnd) return;
      const page = await this.#page({ after: next, from: 'end', wait_ms: FOLLOW_MS, revision }, ended);
      if (ended.aborted) return;
      // Somebody may have gone elsewhere meanwhile.
      const window = this.window.peek();
      if (page.ok && window.isAtEnd && window.next === next) {
        this.failure.value = null;
        this.window.value = followed(window, page.value);
        this.#reaches(page.value.next);
      } else if (!page.ok) this.#failed(page.failure);
      await pause(page.ok ? FOLLOW_PAUSE_MS : RETRY_MS, ended);
    }
  }

  /** Looks where the log begins and ends. Lines are evicted at the beginning, so it is to be asked for now and then. */
  async measure(signal: AbortSignal): Promise<void> {
    const [oldest, newest] = await Promise.all([
      this.#page({ from: 'start', limit: 1 }, signal),
      this.#page({ from: 'end', limit: 1 }, signal),
    ]);
    if (!oldest.ok || !newest.ok) return;
    const first = oldest.value.lines[0]?.id;
    const last = newest.value.lines[0]?.id;
    this.extent.value = first === undefined || last === undefined ? null : { first, last };
  }

  /** All lines of a range, or of everything, page by page. Ends at what it cannot read. */
  async *pages(range: LineRange | null): AsyncGenerator<Result<readonly Line[], ApiFailure>, void, void> {
    const { signal } = new AbortController();
    for (let after = (range?.first ?? 1) - 1; ; ) {
      const page = await this.#page({ after, from: 'start', limit: SAVED_PAGE_LINES }, signal);
      if (!page.ok) return yield page;
      const { lines, next, more } = page.value;
      yield ok(lines.filter(({ id }) => range === null || id <= range.last));
      if (!more || (range !== null && next >= range.last)) return;
      after = next;
    }
  }

  /** Lets go of everything that is on its way. */
  close(): void {
    this.#jump.abort();
  }

  #reaches(id: number): void {
    const extent = this.extent.peek();
    if (extent !== null && id > extent.last) this.extent.value = { ...extent, last: id };
  }

  async #jumpTo(read: (signal: AbortSignal) => Promise<LogWindow | null>): Promise<void> {
    this.#jump.abort();
    const jump = new AbortController();
    this.#jump = jump;
    this.isBusy.value = true;
    const window = await read(jump.signal);
    if (jump.signal.aborted) return;
    this.isBusy.value = false;
    if (window !== null) {
      this.failure.value = null;
      this.window.value = window;
    }
  }

  /** One at a time: the answer belongs to the window as it is. */
  async #extend(where: Query, extended: (window: LogWindow, page: LogsAnswer) => LogWindow): Promise<void> {
    if (this.#isExtending) return;
    this.#isExtending = true;
    const { signal } = this.#jump;
    const page = await this.#page(where, signal);
    this.#isExtending = false;
    if (signal.aborted) return;
    if (page.ok) this.window.value = extended(this.window.peek(), page.value);
    else this.#failed(page.failure);
  }

  #page(where: Query, signal: AbortSignal): Promise<Result<LogsAnswer, ApiFailure>> {
    return this.#api.get<LogsAnswer>('/logs', { ...this.#query, limit: PAGE_LINES, ...where }, signal);
  }

  #failed(failure: ApiFailure): null {
    if (failure.reason !== 'aborted') this.failure.value = apiFailureMessage(failure);
    return null;
  }
}
