import type { Control } from '../../model/control.ts';
import type { Failure } from '../../model/failure.ts';
import type { TextSearch } from '../../model/logs-request.ts';
import { ok, type Result } from '../../model/result.ts';
import { textMatcher } from '../../util/text-matcher.ts';
import { type LogView, requestFor } from '../logs/log-view.ts';
import { plainOfLine, shownLine } from '../logs/shown-line.ts';
import type { FindRequest } from '../search.ts';
import type { MatchCount } from '../state.ts';

/** A match, and whether it is on the other side of where the search began. */
export interface FoundLine {
  readonly line: number;
  readonly wrapped: boolean;
}

/** The nearest match in a direction, then from the other end of the log on. Null: there is none. */
export async function findMatch(
  control: Control,
  { view, query, direction, from }: FindRequest,
  signal: AbortSignal,
): Promise<Result<FoundLine | null, Failure>> {
  const search = new MatchReader(control, view, query, signal);
  const near = direction === 'older' ? await search.last(0, from) : await search.first(from, null);
  if (!near.ok) return near;
  if (near.value !== null) return ok({ line: near.value, wrapped: false });
  const far = direction === 'older' ? await search.last(from - 1, null) : await search.first(0, from + 1);
  if (!far.ok) return far;
  return ok(far.value === null ? null : { line: far.value, wrapped: true });
}

/** How many matches there are, and which of them `current` is. */
export async function countMatches(
  control: Control,
  { view, query, current, key }: { view: LogView; query: TextSearch; current: number | null; key: string },
  signal: AbortSignal,
): Promise<Result<MatchCount, Failure>> {
  const search = new MatchReader(control, view, query, signal);
  const upToCurrent = current === null ? ok({ count: 0, revision: 0 }) : await search.count(0, current + 1);
  if (!upToCurrent.ok) return upToCurrent;
  const rest = await search.count(current ?? 0, null);
  if (!rest.ok) return rest;
  const place = upToCurrent.value.count;
  return ok({ key, current, place, total: place + rest.value.count, revision: rest.value.revision });
}

const LINES_PER_PAGE = 5_000;

/**
 * Reads matches of a view. A request searches for one text: with a filter it is the filter that is asked for, and what
 * comes is looked through here.
 */
class MatchReader {
  readonly #control: Control;
  readonly #view: LogView;
  readonly #query: TextSearch;
  readonly #signal: AbortSignal;

  constructor(control: Control, view: LogView, query: TextSearch, signal: AbortSignal) {
    this.#control = control;
    this.#view = view;
    this.#query = query;
    this.#signal = signal;
  }

  /** The id of the first match in `(after, before)`. */
  async first(after: number, before: number | null): Promise<Result<number | null, Failure>> {
    if (this.#view.filter === null) {
      const page = await this.#page({ search: this.#query, from: 'start', after, before, limit: 1 });
      return page.ok ? ok(page.value.lines[0]?.id ?? null) : page;
    }
    for (let cursor = after; ; ) {
      const page = await this.#filtered({ from: 'start', after: cursor, before });
      if (!page.ok) return page;
      const found = page.value.ids[0];
      if (found !== undefined || !page.value.more || this.#signal.aborted) return ok(found ?? null);
      cursor = page.value.next;
    }
  }

  /** The id of the last match in `(after, before)`. */
  async last(after: number, before: number | null): Promise<Result<number | null, Failure>> {
    if (this.#view.filter === null) {
      const page = await this.#page({ search: this.#query, from: 'end', after, before, limit: 1 });
      return page.ok ? ok(page.value.lines.at(-1)?.id ?? null) : page;
    }
    for (let cursor = before; ; ) {
      const page = await this.#filtered({ from: 'end', after, before: cursor });
      if (!page.ok) return page;
      const found = page.value.ids.at(-1);
      if (found !== undefined || !page.value.more || this.#signal.aborted) return ok(found ?? null);
      cursor = page.value.first;
    }
  }

  /** How many matches have an id in `(after, before)`. */
  async count(
    after: number,
    before: number | null,
  ): Promise<Result<{ readonly count: number; readonly revision: number }, Failure>> {
    if (this.#view.filter === null) {
      const page = await this.#page({ search: this.#query, from: 'start', after, before, countOnly: true });
      return page.ok ? ok({ count: page.value.matches, revision: page.value.revision }) : page;
    }
    let count = 0;
    for (let cursor = after; ; ) {
      const page = await this.#filtered({ from: 'start', after: cursor, before });
      if (!page.ok) return page;
      count += page.value.ids.length;
      if (!page.value.more || this.#signal.aborted) return ok({ count, revision: page.value.revision });
      cursor = page.value.next;
    }
  }

  #page(request: Parameters<typeof requestFor>[1]) {
    return this.#control.logs(requestFor(this.#view, request), this.#signal);
  }

  async #filtered(request: Parameters<typeof requestFor>[1]) {
    const page = await this.#page({ ...request, limit: LINES_PER_PAGE });
    if (!page.ok) return page;
    const { lines, next, more, revision } = page.value;
    const matcher = textMatcher(this.#query);
    const ids = lines.filter((line) => matcher?.test(plainOfLine(shownLine(line, next))) === true).map(({ id }) => id);
    const isFull = more || lines.length >= LINES_PER_PAGE;
    return ok({ ids, next, more: isFull, revision, first: lines[0]?.id ?? 0 });
  }
}
