/** The streams of lines, over a log that pages and waits as a session does. */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Control } from '../../src/model/control.ts';
import type { LogLine } from '../../src/model/log-line.ts';
import type { LogsPage } from '../../src/model/logs-request.ts';
import { err, ok } from '../../src/model/result.ts';
import { deferred } from '../../src/util/deferred.ts';
import { fakeControl } from '../rig/fake-control.ts';
import { served } from '../rig/http.ts';

function lineOf(id: number): LogLine {
  const bytes = Buffer.from(`line ${id}`);
  return { id, process: 'api', stream: 'stdout', run: 1, timestamp: 1_769_846_709_123, bytes, partial: false };
}

const EMPTY: LogsPage = { lines: [], next: 0, more: false, evicted: 0, matches: 0, revision: 1 };

/** A log of these ids, in pages of so many; the session is over when all have been read. */
function logOf(ids: readonly number[], pageSize: number, evictedUpTo = 0): Control['logs'] {
  return async ({ after, waitMs, from, limit }) => {
    if (from === 'end') return ok({ ...EMPTY, lines: ids.slice(-(limit ?? 0)).map(lineOf), next: ids.at(-1) ?? 0 });
    const cursor = after ?? 0;
    const lines = ids.filter((id) => id > Math.max(cursor, evictedUpTo)).slice(0, pageSize);
    const evicted = cursor < evictedUpTo ? ids.filter((id) => id > cursor && id <= evictedUpTo).length : 0;
    if (lines.length === 0 && waitMs > 0) return err({ reason: 'no-session' });
    return ok({ ...EMPTY, lines: lines.map(lineOf), next: lines.at(-1) ?? cursor, evicted });
  };
}

interface SseEvent {
  readonly id: string | null;
  readonly type: string;
  readonly data: string | null;
}

function eventsIn(text: string): readonly SseEvent[] {
  return text
    .split('\n\n')
    .slice(0, -1)
    .map((block) => {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? null;
      return { id: field('id'), type: field('event') ?? 'message', data: field('data') };
    });
}

/** What a browser has seen when the connection breaks after so many events: the lines, and where it goes on. */
function seenIn(text: string, events: number, lastId: string) {
  const taken = eventsIn(text).slice(0, events);
  return {
    lines: taken.flatMap(({ type, data }) =>
      type === 'message' && data !== null ? [JSON.parse(data).id as number] : [],
    ),
    lastId: taken.reduce((last, { id }) => id ?? last, lastId),
    isOver: taken.some(({ type }) => type === 'end'),
  };
}

const SSE = { accept: 'text/event-stream' };

describe('a stream of Server-Sent Events', () => {
  it('gives each line once, in order, wherever it breaks', async () => {
    const someIds = fc
      .uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 20 })
      .map((ids) => ids.sort((a, b) => a - b));
    await fc.assert(
      fc.asyncProperty(
        someIds,
        fc.integer({ min: 1, max: 5 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
        async (ids, pageSize, breaks) => {
          await using http = await served(fakeControl({ logs: logOf(ids, pageSize) }));
          const seen: number[] = [];
          for (let at = { lines: seen, lastId: '0', isOver: false }; !at.isOver; ) {
            const text = await (await http.get('/logs/stream', { ...SSE, 'last-event-id': at.lastId })).text();
            at = seenIn(text, breaks.next().value ?? 1, at.lastId);
            seen.push(...at.lines);
            // A stream that breaks before its first news begins anew; one that breaks for good would never end.
            if (at.lines.length === 0 && at.lastId === String(ids.at(-1) ?? 0)) break;
          }
          expect(seen).toEqual(ids);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('begins with the last lines, without those that have not ended', async () => {
    const logs: Control['logs'] = async ({ waitMs }) =>
      waitMs > 0 ? err({ reason: 'no-session' }) : ok({ ...EMPTY, lines: [1, 2, 3].map(lineOf), next: 2 });
    await using http = await served(fakeControl({ logs }));
    const { lines } = seenIn(await (await http.get('/logs/stream', SSE)).text(), 99, '');
    expect(lines).toEqual([1, 2]);
  });

  it('counts what was evicted before it could be read', async () => {
    await using http = await served(fakeControl({ logs: logOf([1, 2, 3, 4, 5], 2, 3) }));
    const events = eventsIn(await (await http.get('/logs/stream?after=1', SSE)).text());
    expect(events.filter(({ type }) => type === 'evicted').map(({ data }) => data)).toEqual(['{"evicted":2}']);
  });

  it('goes on from the last event rather than from where the address says', async () => {
    const control = fakeControl({ logs: logOf([1, 2, 3], 9) });
    await using http = await served(control);
    const text = await (await http.get('/logs/stream?after=1', { ...SSE, 'last-event-id': '2' })).text();
    expect(seenIn(text, 99, '').lines).toEqual([3]);
  });

  it.each(['x', '-1', '1.5', '99999999999999999999'])('refuses to go on from "%s"', async (id) => {
    await using http = await served(fakeControl());
    expect((await http.get('/logs/stream', { ...SSE, 'last-event-id': id })).status).toBe(400);
  });

  it('stops waiting when the client has gone', async () => {
    const gone = deferred<void>();
    const logs: Control['logs'] = ({ waitMs }, signal) =>
      waitMs === 0
        ? Promise.resolve(ok({ ...EMPTY, lines: [lineOf(1)], next: 1 }))
        : new Promise((resolve) => {
            signal?.addEventListener('abort', () => {
              gone.resolve();
              resolve(ok(EMPTY));
            });
          });
    await using http = await served(fakeControl({ logs }));
    const response = await http.get('/logs/stream', SSE);
    await response.body?.cancel();
    await gone.promise;
  });
});

describe('a stream of JSON lines', () => {
  it('has one object per line, and says at last why it ends', async () => {
    await using http = await served(fakeControl({ logs: logOf([1, 2, 3], 2) }));
    const text = await (await http.get('/logs/stream?after=0')).text();
    const objects = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(objects.slice(0, 3).map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(objects[3]).toMatchObject({ error: { code: 'no-session' } });
  });

  it('is a problem, and no stream, when something is wrong with the request', async () => {
    const logs: Control['logs'] = async () => err({ reason: 'unknown-process', name: 'x', suggestion: null });
    await using http = await served(fakeControl({ logs }));
    const response = await http.get('/logs/stream?process=x');
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });
});
