import type { LogLine } from '../../model/log-line.ts';
import type { LogsPage } from '../../model/logs-request.ts';
import { type ShownLine, shownLine } from './shown-line.ts';

/**
 * The stretch of a log that the dashboard holds: a few screens around what is shown, and never the whole.
 *
 * ```
 *   stored:  . . . . . . . . . . . . . . . . . . . . . . . . . . ▏open
 *   window:          start ( l l l l l l l l l l l l ] next
 * ```
 *
 * Every line that belongs to the view and has an id in `(start, next]` is in `lines`. So a window can be extended at
 * either end with a page, and what the store evicts in the meantime does not move anything.
 */
export interface LogWindow {
  /** Which lines belong to it, as `viewKey` spells it. Windows of different keys have nothing to do with each other. */
  readonly key: string;
  /** Ascending by id. */
  readonly lines: readonly ShownLine[];
  readonly start: number;
  readonly next: number;
  /** Nothing older is stored. */
  readonly reachesStart: boolean;
  /** Nothing newer was stored at `revision`. */
  readonly reachesEnd: boolean;
  /** The store's revision when the end was read. */
  readonly revision: number;
  /** Lines that have begun and not ended, when the window reaches the end. */
  readonly open: readonly ShownLine[];
}

export function emptyWindow(key: string): LogWindow {
  const nothing = { lines: [], open: [], start: 0, next: 0, revision: -1 };
  return { key, ...nothing, reachesStart: false, reachesEnd: false };
}

/** A page read from the end of the view: with `limit` lines or more there may be older ones. */
export function windowFromEnd(key: string, page: LogsPage, limit: number): LogWindow {
  const { closed, open } = linesOf(page);
  const full = page.lines.length >= limit || page.more;
  return {
    key,
    lines: closed,
    open,
    start: full ? (closed[0]?.id ?? page.next + 1) - 1 : 0,
    next: page.next,
    revision: page.revision,
    reachesStart: !full,
    reachesEnd: true,
  };
}

/** What came after the window, read from the end: at most `limit` lines, so that there may be a hole before them. */
export function withTail(window: LogWindow, page: LogsPage, limit: number): LogWindow {
  const { closed, open } = linesOf(page);
  const hole = page.lines.length >= limit || page.more;
  if (hole) return { ...windowFromEnd(window.key, page, limit), reachesStart: false };
  return {
    ...window,
    lines: closed.length === 0 ? window.lines : [...window.lines, ...closed],
    open,
    next: Math.max(window.next, page.next),
    revision: page.revision,
    reachesEnd: true,
  };
}

/** Lines after the window, read from its end on: no hole, and perhaps more to come. */
export function withNewer(window: LogWindow, page: LogsPage): LogWindow {
  const { closed } = linesOf(page);
  return {
    ...window,
    lines: [...window.lines, ...closed],
    open: [],
    next: Math.max(window.next, page.next),
    reachesEnd: false,
  };
}

/** The last `limit` lines before the window. */
export function withOlder(window: LogWindow, page: LogsPage, limit: number): LogWindow {
  const { closed } = linesOf(page);
  const full = page.lines.length >= limit || page.more;
  return {
    ...window,
    lines: [...closed, ...window.lines],
    start: full ? (closed[0]?.id ?? window.start + 1) - 1 : 0,
    reachesStart: !full,
  };
}

/** Keeps `count` lines from index `from` on, and forgets the others. */
export function trimmed(window: LogWindow, from: number, count: number): LogWindow {
  const first = Math.max(0, from);
  const last = Math.min(window.lines.length, first + count);
  if (first === 0 && last === window.lines.length) return window;
  const lines = window.lines.slice(first, last);
  const cutsStart = first > 0;
  const cutsEnd = last < window.lines.length;
  return {
    ...window,
    lines,
    start: cutsStart ? (window.lines[first - 1]?.id ?? window.start) : window.start,
    next: cutsEnd ? (lines.at(-1)?.id ?? window.start) : window.next,
    reachesStart: window.reachesStart && !cutsStart,
    reachesEnd: window.reachesEnd && !cutsEnd,
    open: cutsEnd ? [] : window.open,
  };
}

/** Whether the window says what is at `id`, and around it as far as it reaches. */
export function covers(window: LogWindow, id: number): boolean {
  return (id > window.start || window.reachesStart) && (id <= window.next || window.reachesEnd);
}

/** Every line of the window, those that have not ended last. */
export function allLines(window: LogWindow): readonly ShownLine[] {
  return window.open.length === 0 ? window.lines : [...window.lines, ...window.open];
}

function linesOf(page: LogsPage): { readonly closed: readonly ShownLine[]; readonly open: readonly ShownLine[] } {
  const show = (line: LogLine) => shownLine(line, page.next);
  const boundary = page.lines.findIndex((line) => line.id > page.next);
  const end = boundary === -1 ? page.lines.length : boundary;
  return { closed: page.lines.slice(0, end).map(show), open: page.lines.slice(end).map(show) };
}
