import { describe, expect, it } from '@jest/globals';
import type { Line, LogsAnswer } from '../../../src/http/page/api/answers.ts';
import type { ApiFailure, Query } from '../../../src/http/page/api/api.ts';
import { LogReader } from '../../../src/http/page/logs/log-reader.ts';
import { PAGE_LINES } from '../../../src/http/page/logs/log-window.ts';
import { err, ok, type Result } from '../../../src/model/result.ts';
import { type Deferred, deferred } from '../../../src/util/deferred.ts';

/** A session with the lines 1 to `last`, which answers when it is told to, or at once. */
class FakeLogs {
  last: number;
  /** Set: requests wait until they are let through. */
  gate: Deferred<void> | null = null;
  readonly asked: Query[] = [];
  failure: ApiFailure | null = null;
  #news = deferred<void>();

  constructor(last: number) {
    this.last = last;
  }

  readonly get = async <T>(_: string, query: Query = {}, signal?: AbortSignal): Promise<Result<T, ApiFailure>> => {
    this.asked.push(query);
    await this.gate?.promise;
    if (typeof query.wait_ms === 'number' && Number(query.after) >= this.last) {
      const aborted = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
      await Promise.race([this.#news.promise, aborted]);
    }
    if (signal?.aborted === true) return err({ reason: 'aborted' });
    return this.failure === null ? ok(this.#page(query) as T) : err(this.failure);
  };

  print(count: number): void {
    this.last += count;
    this.#news.resolve();
    this.#news = deferred();
  }

  #page({ after, before, limit, from }: Query): LogsAnswer {
    const first = Number(after ?? 0) + 1;
    const end = Math.min(this.last, Number(before ?? this.last + 1) - 1);
    const most = Number(limit);
    const [low, high] =
      from === 'end' ? [Math.max(first, end - most + 1), end] : [first, Math.min(end, first + most - 1)];
    const lines = Array.from({ length: Math.max(0, high - low + 1) }, (_, index) => lineOf(low + index));
    return {
      lines,
      next: high,
      more: from === 'start' && high < end,
      evicted: 0,
      matches: lines.length,
      revision: this.last,
    };
  }
}

function lineOf(id: number): Line {
  return { id, process: 'api', stream: 'stdout', run: 1, timestamp: id, text: `line ${id}`, partial: false };
}

const shown = ({ window }: LogReader) => {
  const { lines } = window.peek();
  return [lines[0]?.id ?? null, lines.at(-1)?.id ?? null];
};

/** The next window that is so. */
function until(reader: LogReader, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    reader.window.subscribe(() => {
      if (isSo()) resolve();
    });
  });
}

describe('a reader of a log', () => {
  it('begins at the end, and goes back page by page to the beginning', async () => {
    const logs = new FakeLogs(400);
    const reader = new LogReader(logs, {});
    await reader.toEnd();
    expect(shown(reader)).toEqual([400 - PAGE_LINES + 1, 400]);
    await reader.older();
    await reader.older();
    expect(shown(reader)).toEqual([1, 400]);
    const asked = logs.asked.length;
    await reader.older();
    expect(logs.asked.length).toBe(asked);
  });

  it('goes to a line with what is before and after it, and on from there', async () => {
    const reader = new LogReader(new FakeLogs(10_000), {});
    await reader.toLine(5_000);
    expect(shown(reader)).toEqual([5_000 - PAGE_LINES, 5_000 + PAGE_LINES - 1]);
    await reader.newer();
    expect(shown(reader)).toEqual([5_000 - PAGE_LINES, 5_000 + 2 * PAGE_LINES - 1]);
  });

  it('asks with the question it was made for', async () => {
    const logs = new FakeLogs(10);
    await new LogReader(logs, { process: ['api'], search: 'x' }).toEnd();
    expect(logs.asked[0]).toMatchObject({ process: ['api'], search: 'x', from: 'end', limit: PAGE_LINES });
  });

  it('forgets a jump when there is another, whichever is answered first', async () => {
    const logs = new FakeLogs(10_000);
    const reader = new LogReader(logs, {});
    const slow = deferred<void>();
    logs.gate = slow;
    const first = reader.toLine(2_000);
    logs.gate = null;
    await reader.toLine(8_000);
    slow.resolve();
    await first;
    expect(shown(reader)).toEqual([8_000 - PAGE_LINES, 8_000 + PAGE_LINES - 1]);
    expect(reader.isBusy.peek()).toBe(false);
  });

  it('drops a page that belongs to where somebody was before', async () => {
    const logs = new FakeLogs(10_000);
    const reader = new LogReader(logs, {});
    await reader.toLine(2_000);
    const slow = deferred<void>();
    logs.gate = slow;
    const older = reader.older();
    logs.gate = null;
    await reader.toLine(8_000);
    slow.resolve();
    await older;
    expect(shown(reader)).toEqual([8_000 - PAGE_LINES, 8_000 + PAGE_LINES - 1]);
    await reader.older();
    expect(shown(reader)[0]).toBe(8_000 - 2 * PAGE_LINES);
  });

  it('follows the end, also when more comes than anybody can read', async () => {
    const logs = new FakeLogs(10);
    const reader = new LogReader(logs, {});
    await reader.toEnd();
    const left = new AbortController();
    const following = reader.follow(left.signal);
    logs.print(2);
    await until(reader, () => shown(reader)[1] === 12);
    expect(shown(reader)).toEqual([1, 12]);
    logs.print(100_000);
    await until(reader, () => shown(reader)[1] === 100_012);
    expect(shown(reader)).toEqual([100_012 - PAGE_LINES + 1, 100_012]);
    left.abort();
    await following;
  });

  it('says what is wrong, and that it is well again', async () => {
    const logs = new FakeLogs(10);
    const reader = new LogReader(logs, {});
    logs.failure = { reason: 'problem', code: 'invalid-pattern', message: 'the pattern has no end' };
    await reader.toEnd();
    expect(reader.failure.peek()).toBe('the pattern has no end');
    logs.failure = null;
    await reader.toEnd();
    expect(reader.failure.peek()).toBeNull();
    expect(shown(reader)).toEqual([1, 10]);
  });

  it('knows where the log begins and ends', async () => {
    const logs = new FakeLogs(500);
    const reader = new LogReader(logs, {});
    await reader.measure(new AbortController().signal);
    expect(reader.extent.peek()).toEqual({ first: 1, last: 500 });
  });

  it('gives all lines of a range', async () => {
    const reader = new LogReader(new FakeLogs(20_000), {});
    const ids: number[] = [];
    for await (const page of reader.pages({ first: 4, last: 12_000 })) {
      if (page.ok) ids.push(...page.value.map(({ id }) => id));
    }
    expect(ids).toEqual(Array.from({ length: 11_997 }, (_, index) => index + 4));
  });
});
