import type { Line, LogsAnswer } from '../api/answers.ts';

/**
 * The part of a log that is in the page: neighbouring lines of what was asked for, as if there were no others. It is
 * moved through the log by pages that are added on one side and dropped from the other, so it stays small however long
 * the log is.
 */
export interface LogWindow {
  /** Ascending by id. */
  readonly lines: readonly Line[];
  /** The beginnings of lines that have not ended, as last heard; only at the end. */
  readonly unfinished: readonly Line[];
  /** Nothing is before the first line. */
  readonly isAtStart: boolean;
  /** Nothing was after the last line when somebody looked. */
  readonly isAtEnd: boolean;
  /** The cursor from which the end is followed: all up to it has been seen. */
  readonly next: number;
  /** See `LogsPage` in `model`. */
  readonly revision: number;
}

export const EMPTY_WINDOW: LogWindow = {
  lines: [],
  unfinished: [],
  isAtStart: false,
  isAtEnd: false,
  next: 0,
  revision: 0,
};

/** Lines that are asked for at a time. */
export const PAGE_LINES = 150;

/** Lines that are kept: enough to scroll while the next page is on its way, few enough to lay out at once. */
export const WINDOW_LINES = 600;

/** The end of the log, from a page that was read from the end. */
export function endWindow(page: LogsAnswer, limit = PAGE_LINES): LogWindow {
  const { lines, unfinished } = divided(page);
  const isAtStart = lines.length < limit && !page.more;
  return { lines, unfinished, isAtStart, isAtEnd: true, next: page.next, revision: page.revision };
}

/** With a page of lines before the first, read from the end. */
export function withOlder(window: LogWindow, page: LogsAnswer, limit = PAGE_LINES): LogWindow {
  const isAtStart = page.lines.length < limit && !page.more;
  const lines = [...page.lines, ...window.lines];
  if (lines.length <= WINDOW_LINES) return { ...window, lines, isAtStart };
  return { ...window, lines: lines.slice(0, WINDOW_LINES), unfinished: [], isAtStart, isAtEnd: false };
}

/** With a page of lines after the last, read from the start. */
export function withNewer(window: LogWindow, page: LogsAnswer, limit = PAGE_LINES): LogWindow {
  const { lines: newer, unfinished } = divided(page);
  const isAtEnd = newer.length < limit && !page.more;
  return { ...appended(window, newer), unfinished, isAtEnd, next: page.next, revision: page.revision };
}

/**
 * The end of the log after a look for what is new: a page after `window.next`, read from the end. When it is full there
 * may be lines between the window and it, which nobody could have read as fast as they came: the window goes there.
 */
export function followed(window: LogWindow, page: LogsAnswer, limit = PAGE_LINES): LogWindow {
  const { lines, unfinished } = divided(page);
  if (lines.length >= limit || page.more) return { ...endWindow(page, limit), isAtStart: false };
  return { ...appended(window, lines), unfinished, next: page.next, revision: page.revision };
}

function appended(window: LogWindow, newer: readonly Line[]): LogWindow {
  if (newer.length === 0) return window;
  const lines = [...window.lines, ...newer];
  if (lines.length <= WINDOW_LINES) return { ...window, lines };
  return { ...window, lines: lines.slice(-WINDOW_LINES), isAtStart: false };
}

/** Lines beyond the cursor have not ended: they come again when they have. */
function divided({ lines, next }: LogsAnswer): {
  readonly lines: readonly Line[];
  readonly unfinished: readonly Line[];
} {
  return { lines: lines.filter(({ id }) => id <= next), unfinished: lines.filter(({ id }) => id > next) };
}
