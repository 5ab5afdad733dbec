import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Line, LogsAnswer } from '../../../src/http/page/api/answers.ts';
import {
  EMPTY_WINDOW,
  endWindow,
  followed,
  type LogWindow,
  WINDOW_LINES,
  withNewer,
  withOlder,
} from '../../../src/http/page/logs/log-window.ts';

const LIMIT = 10;

function lineOf(id: number): Line {
  return { id, process: 'api', stream: 'stdout', run: 1, timestamp: id, text: `line ${id}`, partial: false };
}

/** What a session answers that has the lines 1 to `last`, and has seen all of them but the `unfinished` ones. */
function answer(ids: readonly number[], next: number, more = false): LogsAnswer {
  return { lines: ids.map(lineOf), next, more, evicted: 0, matches: ids.length, revision: next };
}

function between(first: number, last: number): readonly number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

const older = (window: LogWindow) => {
  const before = (window.lines[0]?.id ?? 1) - 1;
  return withOlder(window, answer(between(Math.max(1, before - LIMIT + 1), before), before), LIMIT);
};
const newer = (window: LogWindow, last: number) => {
  const after = window.lines.at(-1)?.id ?? 0;
  const to = Math.min(last, after + LIMIT);
  return withNewer(window, answer(between(after + 1, to), to, to < last), LIMIT);
};
const tail = (window: LogWindow, last: number) =>
  followed(window, answer(between(Math.max(window.next + 1, last - LIMIT + 1), last), last), LIMIT);

const idsOf = ({ lines }: LogWindow) => lines.map(({ id }) => id);

describe('a window of a log', () => {
  it('begins at the end', () => {
    const window = endWindow(answer(between(91, 100), 100), LIMIT);
    expect(idsOf(window)).toEqual(between(91, 100));
    expect(window).toMatchObject({ isAtStart: false, isAtEnd: true, next: 100 });
  });

  it('knows that a log which is not a page long is all there', () => {
    expect(endWindow(answer([1, 2], 2), LIMIT)).toMatchObject({ isAtStart: true, isAtEnd: true });
    expect(endWindow(answer([], 0), LIMIT)).toMatchObject({ isAtStart: true, isAtEnd: true, lines: [] });
  });

  it('does not take a page that could not carry more for the beginning', () => {
    expect(endWindow(answer([99, 100], 100, true), LIMIT)).toMatchObject({ isAtStart: false });
    expect(withOlder(endWindow(answer([9, 10], 10, true), LIMIT), answer([8], 8, true), LIMIT).isAtStart).toBe(false);
  });

  it('keeps lines that have not ended apart, and puts new ones in their place', () => {
    const window = endWindow(answer([98, 99, 100, 101], 100), LIMIT);
    expect(idsOf(window)).toEqual([98, 99, 100]);
    expect(window.unfinished.map(({ id }) => id)).toEqual([101]);
    const later = followed(window, answer([101], 101), LIMIT);
    expect(idsOf(later)).toEqual([98, 99, 100, 101]);
    expect(later.unfinished).toEqual([]);
  });

  it('goes to the end when more has come than fits a page', () => {
    const window = followed(endWindow(answer(between(91, 100), 100), LIMIT), answer(between(991, 1000), 1000), LIMIT);
    expect(idsOf(window)).toEqual(between(991, 1000));
    expect(window).toMatchObject({ isAtStart: false, isAtEnd: true, next: 1000 });
  });

  it('is a run of neighbouring lines, no longer than it may be, wherever it has been moved', () => {
    const step = fc.constantFrom('older', 'newer', 'tail', 'grow');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        let last = 500;
        let window = newer({ ...EMPTY_WINDOW, lines: [lineOf(250)], next: 250 }, last);
        for (const each of steps) {
          if (each === 'grow') last += 3;
          else if (each === 'older' && !window.isAtStart) window = older(window);
          else if (each === 'newer' && !window.isAtEnd) window = newer(window, last);
          else if (each === 'tail' && window.isAtEnd) window = tail(window, last);
          const ids = idsOf(window);
          expect(ids).toEqual(between(ids[0] ?? 0, ids.at(-1) ?? 0));
          expect(ids.length).toBeLessThanOrEqual(WINDOW_LINES);
          if (window.isAtStart) expect(ids[0]).toBe(1);
        }
      }),
    );
  });
});
