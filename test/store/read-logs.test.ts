import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { LogLine, Stream } from '../../src/model/log-line.ts';
import { ALL_LOGS, type LogsPage, type LogsRequest } from '../../src/model/logs-request.ts';
import { type ReadLogsOptions, readLogs } from '../../src/store/read-logs.ts';
import type { StoreHandle } from '../../src/store/store-handle.ts';
import { MIB, sampleStore, T0, textOf } from './sample.ts';

const STILL: ReadLogsOptions = { clock: { now: () => 0 } };

async function read(
  handle: StoreHandle,
  request: Partial<LogsRequest>,
  options: Partial<ReadLogsOptions> = {},
): Promise<LogsPage> {
  const page = await readLogs(handle, { ...ALL_LOGS, ...request }, { ...STILL, ...options });
  if (!page.ok) throw new Error(page.failure.reason);
  return page.value;
}

const texts = (page: LogsPage) => page.lines.map(textOf);
const ids = (page: LogsPage) => page.lines.map((line) => line.id);

/** Follows `next` until there is no more. */
async function pages(handle: StoreHandle, request: Partial<LogsRequest>, maxPageBytes: number): Promise<LogsPage[]> {
  const all: LogsPage[] = [];
  let after = request.after ?? 0;
  for (;;) {
    const page = await read(handle, { ...request, from: 'start', after }, { maxPageBytes });
    all.push(page);
    after = page.next;
    if (!page.more) return all;
  }
}

describe('readLogs', () => {
  it('merges processes in the order of their lines', async () => {
    const { handle, write } = sampleStore();
    write('api', 'one\ntwo\n');
    write('web', 'three\n');
    write('api', 'four\n', { stream: 'stderr' });
    for (const from of ['start', 'end'] as const) {
      const page = await read(handle, { from });
      expect(texts(page)).toEqual(['one', 'two', 'three', 'four']);
      expect(page).toMatchObject({ next: 4, more: false, evicted: 0 });
    }
    expect(texts(await read(handle, { processes: ['web', 'nobody', 'web'] }))).toEqual(['three']);
  });

  it('gives the last lines from the end and the first from the start', async () => {
    const { handle, write } = sampleStore();
    for (let index = 1; index <= 500; index += 1) write(index % 3 === 0 ? 'web' : 'api', `${index}\n`);
    expect(await read(handle, { limit: 3 })).toMatchObject({
      lines: [{ id: 498 }, { id: 499 }, { id: 500 }],
      next: 500,
      more: false,
    });
    expect(await read(handle, { limit: 2, before: 100 })).toMatchObject({ lines: [{ id: 98 }, { id: 99 }], next: 99 });
    expect(await read(handle, { limit: 2, from: 'start', after: 10 })).toMatchObject({
      lines: [{ id: 11 }, { id: 12 }],
      next: 12,
      more: true,
    });
    expect(await read(handle, { limit: 2, from: 'start', after: 498 })).toMatchObject({
      lines: [{ id: 499 }, { id: 500 }],
      next: 500,
      more: false,
    });
    expect(await read(handle, { limit: 0 })).toMatchObject({ lines: [], next: 500, more: false });
  });

  it('shows open lines to who reads from the end, above its cursor, and never to a follower', async () => {
    const { handle, write } = sampleStore();
    write('api', 'done\nopen');
    write('web', 'ask? ');
    const end = await read(handle, {});
    expect(end.lines.map((line) => [line.id, textOf(line), line.partial])).toEqual([
      [1, 'done', false],
      [2, 'open', true],
      [3, 'ask? ', true],
    ]);
    expect(end.next).toBe(1);
    expect(texts(await read(handle, { from: 'start' }))).toEqual(['done']);
    write('web', 'yes\n');
    expect(
      (await read(handle, { from: 'start', after: end.next })).lines.map((line) => [line.id, textOf(line)]),
    ).toEqual([[2, 'ask? yes']]);
  });

  it('reads the current run, an earlier one, or one by its number', async () => {
    const { store, handle, write } = sampleStore();
    for (const run of [1, 2, 3]) write('api', `run ${run}\n`, { run });
    write('web', 'web 1\n', { run: 1 });
    expect(texts(await read(handle, { run: 'current' }))).toEqual(['run 3', 'web 1']);
    expect(texts(await read(handle, { run: -1 }))).toEqual(['run 2']);
    expect(texts(await read(handle, { run: -9 }))).toEqual([]);
    expect(texts(await read(handle, { run: 1 }))).toEqual(['run 1', 'web 1']);
    store.noteRun('api', 4);
    expect(texts(await read(handle, { run: -1, processes: ['api'] }))).toEqual(['run 3']);
    expect(texts(await read(handle, { run: 'current', processes: ['api'] }))).toEqual([]);
    expect(texts(await read(handle, { run: -1, processes: ['api'] }, { currentRun: () => 2 }))).toEqual(['run 1']);
  });

  it('gives each line exactly once, and counts each evicted one once, to who follows `next`', async () => {
    const write = fc.record({
      process: fc.constantFrom('api', 'web', 'db'),
      stream: fc.constantFrom<Stream>('stdout', 'stderr'),
      text: fc.array(fc.constantFrom('a', 'b\n', 'cc\n', '\n', 'd\n'.repeat(70), `${'e'.repeat(300)}\n`), {
        maxLength: 8,
      }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(write, { minLength: 1, maxLength: 60 }),
        fc.constantFrom(9000, MIB),
        fc.record({
          limit: fc.option(fc.integer({ min: 1, max: 40 }), { nil: null }),
          search: fc.constantFrom(null, { pattern: 'c', kind: 'text' as const, ignoreCase: false }),
          context: fc.nat(2),
          stream: fc.constantFrom(null, 'stderr' as const),
          processes: fc.constantFrom([], ['api'], ['db', 'web']),
        }),
        fc.constantFrom(1, 500, 3000, MIB),
        async (writes, budget, request, maxPageBytes) => {
          const sample = sampleStore(budget);
          for (const { process, stream, text } of writes) sample.write(process, text.join(''), { stream });
          const all = await pages(sample.handle, request, maxPageBytes);
          const names = request.processes.length === 0 ? ['api', 'web', 'db'] : request.processes;
          const stats = sample.store.stats().processes;
          const evicted = names.reduce((sum, name) => sum + (stats.get(name)?.evictedLines ?? 0), 0);
          expect(all.reduce((sum, page) => sum + page.evicted, 0)).toBe(evicted);
          expect(all.at(-1)?.next).toBe(sample.store.nextId - 1);
          const seen = all.flatMap(ids);
          expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
          const matches = storedLines(sample.handle, names).filter(
            (line) =>
              (request.stream === null || line.stream === request.stream) &&
              (request.search === null || textOf(line).includes(request.search.pattern)),
          );
          const seenIds = new Set(seen);
          expect(matches.filter((line) => !seenIds.has(line.id))).toEqual([]);
          if (request.search === null || request.context === 0) expect(seen.length).toBe(matches.length);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('pages backward from the end when a page is full', async () => {
    const { handle, write } = sampleStore();
    for (let index = 1; index <= 300; index += 1) write(index % 2 === 0 ? 'web' : 'api', `${index}\n`);
    const seen: number[] = [];
    let before: number | null = null;
    for (;;) {
      const page: LogsPage = await read(handle, { before }, { maxPageBytes: 2000 });
      seen.unshift(...ids(page));
      before = page.lines[0]?.id ?? 0;
      if (!page.more) break;
    }
    expect(seen).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
  });

  it('gives one line however long it is', async () => {
    const { handle, write } = sampleStore();
    write('api', `${'x'.repeat(5000)}\nnext\n`);
    expect(await read(handle, { from: 'start' }, { maxPageBytes: 10 })).toMatchObject({
      lines: [{ id: 1 }],
      next: 1,
      more: true,
    });
  });

  it('tells a follower exactly what was evicted before it could be read', async () => {
    const { store, handle, write } = sampleStore(40_000);
    write('quiet', 'q\n');
    for (let index = 0; index < 3000; index += 1) write(index % 2 === 0 ? 'a' : 'b', `${'x'.repeat(60)}\n`);
    const page = await read(handle, { from: 'start', after: 500, processes: ['a'] });
    const missing = page.lines[0]?.id ?? 0;
    expect(store.stats().processes.get('a')?.evictedLines).toBeGreaterThan(1000);
    // Lines of `a` have the even ids.
    expect(page.evicted).toBe((missing - 502) / 2);
    expect((await read(handle, { from: 'start', after: page.next })).evicted).toBe(0);
  });

  it('shows matches with their neighbours in the same process', async () => {
    const { handle, write } = sampleStore();
    for (let index = 1; index <= 400; index += 1) {
      write('api', `a${index}\n`);
      write('web', `b${index}\n`);
    }
    const search = { pattern: 'a(130|131|200)$', kind: 'regex' as const, ignoreCase: false };
    const expected = ['a128', 'a129', 'a130', 'a131', 'a132', 'a133', 'a198', 'a199', 'a200', 'a201', 'a202'];
    expect(texts(await read(handle, { search, context: 2 }))).toEqual(expected);
    expect(texts(await read(handle, { search, context: 2, from: 'start' }))).toEqual(expected);
    expect(texts(await read(handle, { search, context: 2, limit: 1 }))).toEqual(expected.slice(-5));
    const first = await read(handle, { search, context: 1, limit: 2, from: 'start' });
    expect(texts(first)).toEqual(['a129', 'a130', 'a131', 'a132']);
    expect(first.more).toBe(true);
  });

  it('finds from both ends what a naive search with context finds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('api', 'web'), fc.constantFrom('a', 'b', 'b', 'b', 'c')), { maxLength: 400 }),
        fc.nat(3),
        fc.constantFrom(['a', 'a'], ['a', 'c'], ['c', 'b']),
        async (writes, context, [first, second]) => {
          const { handle, write } = sampleStore();
          for (const [process, text] of writes) write(process, `${text}\n`);
          const search = { pattern: `${first}|${second}`, kind: 'regex' as const, ignoreCase: false };
          const near = new Set<number>();
          for (const name of ['api', 'web']) {
            const own = storedLines(handle, [name]);
            own.forEach((line, index) => {
              if (textOf(line) !== first && textOf(line) !== second) return;
              for (const neighbour of own.slice(Math.max(0, index - context), index + context + 1))
                near.add(neighbour.id);
            });
          }
          const wanted = [...near].sort((a, b) => a - b);
          for (const from of ['start', 'end'] as const)
            expect(ids(await read(handle, { search, context, from }))).toEqual(wanted);
        },
      ),
    );
  });

  it('answers for the moment of the call, whatever is written while it searches', async () => {
    const { handle, write } = sampleStore(MIB);
    for (let index = 0; index < 3000; index += 1) write('api', `${index} ${'x'.repeat(100)}\n`);
    let now = 0;
    const reading = read(
      handle,
      { search: { pattern: 'x', kind: 'text', ignoreCase: false }, from: 'start', limit: 2000 },
      { clock: { now: () => (now += 3) }, maxPageBytes: MIB },
    );
    for (let index = 0; index < 20_000; index += 1) write('api', 'later\n');
    const page = await reading;
    expect(texts(page)).toEqual(Array.from({ length: 2000 }, (_, index) => `${index} ${'x'.repeat(100)}`));
    expect(page).toMatchObject({ evicted: 0, more: true, next: 2000 });
  });

  it('lets the event loop run between slices of a long search', async () => {
    const { handle, write } = sampleStore();
    for (let index = 0; index < 100; index += 1) write('api', 'x\n'.repeat(128));
    let now = 0;
    let turns = 0;
    let searching = true;
    const count = (): void => {
      turns += 1;
      if (searching) setImmediate(count);
    };
    setImmediate(count);
    const search = { pattern: 'not there', kind: 'text' as const, ignoreCase: false };
    await read(handle, { search }, { clock: { now: () => (now += 1) }, sliceMs: 8 });
    searching = false;
    expect(turns).toBeGreaterThanOrEqual(10);
  });

  it('counts what matches without giving a line, whatever the limit', async () => {
    const { handle, write } = sampleStore();
    for (let index = 1; index <= 500; index += 1) write(index % 2 === 0 ? 'web' : 'api', `${index}\n`);
    const search = { pattern: '7', kind: 'text' as const, ignoreCase: false };
    const expected = Array.from({ length: 500 }, (_, index) => String(index + 1)).filter((text) => text.includes('7'));
    for (const from of ['start', 'end'] as const) {
      const page = await read(handle, { search, from, limit: 1, context: 2, countOnly: true });
      expect(page).toMatchObject({ lines: [], matches: expected.length, next: 500, more: false });
    }
    expect(await read(handle, { countOnly: true, processes: ['api'], after: 100 })).toMatchObject({ matches: 200 });
    expect(await read(handle, { search, limit: 3, context: 1 })).toMatchObject({ matches: 3 });
  });

  it('stops after a slice when nobody waits any more, and the page says how far it came', async () => {
    const { handle, write } = sampleStore();
    for (let index = 0; index < 100; index += 1) write('api', 'x\n'.repeat(128));
    const options = (): Partial<ReadLogsOptions> => {
      let now = 0;
      return { clock: { now: () => (now += 1) }, sliceMs: 8, signal: AbortSignal.abort() };
    };
    const search = { pattern: 'x', kind: 'text' as const, ignoreCase: false };
    const first = await read(handle, { search, from: 'start' }, options());
    expect(first).toMatchObject({ more: true, next: first.lines.length });
    expect(first.lines.length).toBeGreaterThan(0);
    expect(first.lines.length).toBeLessThan(5000);
    const rest = await read(handle, { search, after: first.next, countOnly: true });
    expect(first.lines.length + rest.matches).toBe(12_800);
    expect(await read(handle, { search }, options())).toMatchObject({ more: true });
  });

  it('says by the revision whether anything was stored meanwhile, the beginning of a line too', async () => {
    const { handle, write } = sampleStore();
    const revisions: number[] = [];
    for (const text of ['one\n', 'Pass', 'word: ', '\n']) {
      revisions.push((await read(handle, {})).revision);
      write('api', text);
    }
    revisions.push((await read(handle, {})).revision, (await read(handle, { limit: 0 })).revision);
    expect(revisions).toEqual(
      [...new Set(revisions.slice(0, -1)), revisions.at(-1)].sort((a, b) => Number(a) - Number(b)),
    );
    expect(revisions.at(-1)).toBe(revisions.at(-2));
  });

  it('refuses an expression that does not parse', async () => {
    const { handle } = sampleStore();
    const request = { ...ALL_LOGS, search: { pattern: '(', kind: 'regex' as const, ignoreCase: false } };
    expect(await readLogs(handle, request, STILL)).toMatchObject({ ok: false, failure: { reason: 'invalid-pattern' } });
  });

  it('takes lines by time and by stream', async () => {
    const { handle, write } = sampleStore();
    for (let index = 0; index < 300; index += 1) {
      write('api', `${index}\n`, { at: T0 + index, stream: index % 2 === 0 ? 'stdout' : 'stderr' });
    }
    expect(texts(await read(handle, { since: T0 + 10, until: T0 + 16, stream: 'stderr' }))).toEqual(['11', '13', '15']);
  });
});

describe('the time of a line', () => {
  it('finds that very line, to the microsecond', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(10_000_000), async (us) => {
        const { handle, write } = sampleStore();
        for (const delta of [-1, 0, 1]) write('api', `${delta}\n`, { at: T0 + (us + 1 + delta) / 1000 });
        const time = (index: number) => handle.snapshot('api').query().tail(3)[index]?.timestamp ?? 0;
        expect(texts(await read(handle, { since: time(1), until: time(2) }))).toEqual(['0']);
      }),
    );
  });
});

function storedLines(handle: StoreHandle, names: readonly string[]): LogLine[] {
  return names.flatMap((name) => [...handle.snapshot(name).query().iter()]).filter((line) => line.id < handle.nextId);
}
