import { readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Stream } from '../../../src/model/log-line.ts';
import { T0 } from '../sample.ts';
import { KIB, type Line, linesOf, numbered, type OpenDiskStore, openDiskStore, type Times } from './open-disk-store.ts';

const stores: OpenDiskStore[] = [];

afterEach(async () => {
  for (const store of stores.splice(0)) await store[Symbol.asyncDispose]();
});

function diskStore(budgetBytes?: number, segmentBytes?: number): OpenDiskStore {
  const store = openDiskStore(budgetBytes, segmentBytes);
  stores.push(store);
  return store;
}

describe('DiskStore', () => {
  it('is one history, whatever memory has given back, for the session and for whoever comes later', async () => {
    const step = fc.record({
      process: fc.constantFrom('api', 'web', 'quiet'),
      run: fc.constantFrom(1, 1, 1, 2),
      stream: fc.constantFrom<Stream>('stdout', 'stderr'),
      lines: fc.integer({ min: 1, max: 400 }),
      width: fc.integer({ min: 0, max: 120 }),
      laterMs: fc.constantFrom(0, 1, 250, -5),
      flush: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { store, write, flush, archived } = diskStore();
        const expected: Line[] = [];
        let at = T0;
        for (const { process, run, stream, lines, width, laterMs, flush: flushes } of steps) {
          at += laterMs;
          const texts = Array.from({ length: lines }, (_, index) => `${index} ${'y'.repeat(width)}`);
          write(process, texts.map((text) => `${text}\n`).join(''), { run, stream, at });
          for (const text of texts) {
            expected.push({ id: expected.length + 1, process, run, stream, timestamp: at, text, partial: false });
          }
          if (flushes) await flush();
        }
        expect(await linesOf(store)).toEqual({ lines: expected, evicted: 0 });
        const from = Math.floor(expected.length / 2);
        expect((await linesOf(store, from)).lines).toEqual(expected.slice(from));
        const { processes } = store.stats();
        expect([...processes.values()].reduce((sum, { lines, evictedLines }) => sum + lines + evictedLines, 0)).toBe(
          expected.length,
        );
        expect([...processes.values()].reduce((sum, { bytes, evictedBytes }) => sum + bytes + evictedBytes, 0)).toBe(
          expected.reduce((sum, { text }) => sum + text.length, 0),
        );
        await store.close();
        using archive = archived();
        expect((await linesOf(archive)).lines).toEqual(expected);
        expect(archive.nextId).toBe(expected.length + 1);
      }),
      { numRuns: 30 },
    );
  });

  it('finds lines by their times wherever the clock jumped, for the session and for whoever comes later', async () => {
    const jumpMs = fc.constantFrom(0, 0, 10, -10, 88 * 60_000, -4.5 * 3_600_000);
    const write = fc.record({
      process: fc.constantFrom('api', 'web'),
      lines: fc.integer({ min: 1, max: 300 }),
      jumpMs,
    });
    const edge = fc.tuple(fc.nat(12), jumpMs, fc.nat(1)).map(([index, jump, more]) => ({ index, jump, more }));
    await fc.assert(
      fc.asyncProperty(fc.array(write, { minLength: 1, maxLength: 12 }), edge, edge, async (writes, from, to) => {
        const disk = diskStore();
        const expected: Line[] = [];
        const times: number[] = [];
        for (const [index, { process, lines, jumpMs }] of writes.entries()) {
          const timestamp = (times.at(-1) ?? T0) + jumpMs;
          times.push(timestamp);
          disk.write(process, `${index} ${'y'.repeat(60)}\n`.repeat(lines), { at: timestamp });
          const text = `${index} ${'y'.repeat(60)}`;
          for (let count = 0; count < lines; count++) {
            const id = expected.length + 1;
            expected.push({ id, process, run: 1, stream: 'stdout', timestamp, text, partial: false });
          }
          if (index % 3 === 0) await disk.flush();
        }
        const timeOf = ({ index, jump, more }: { index: number; jump: number; more: number }) =>
          (times[index % times.length] ?? T0) + (more === 0 ? 0 : jump);
        const [since, until] = [timeOf(from), timeOf(to)];
        for (const wanted of [{ since }, { until }, { since, until }] as const) {
          const { since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY }: Times = wanted;
          const lines = expected.filter(({ timestamp }) => timestamp >= since && timestamp < until);
          expect((await linesOf(disk.store, null, wanted)).lines).toEqual(lines);
        }
        await disk.store.close();
        using archive = disk.archived();
        const lines = expected.filter(({ timestamp }) => timestamp >= since && timestamp < until);
        expect((await linesOf(archive, null, { since, until })).lines).toEqual(lines);
      }),
      { numRuns: 15 },
    );
  });

  it('loses nothing that was flushed when the session dies without a word', async () => {
    const { write, flush, archived, directory } = diskStore();
    write('api', numbered(300));
    write('quiet', 'hello\nunfinished');
    await flush();
    write('quiet', ' business\n');
    write('api', numbered(10, 301));
    await flush();
    using archive = archived();
    const texts = (await linesOf(archive)).lines.map(({ process, text }) => `${process} ${text.split(' ')[1] ?? text}`);
    expect(texts).toEqual([
      ...Array.from({ length: 300 }, (_, index) => `api ${index + 1}`),
      'quiet hello',
      'quiet business',
      ...Array.from({ length: 10 }, (_, index) => `api ${index + 301}`),
    ]);
    const modes = readdirSync(directory).map((name) => statSync(path.join(directory, name)).mode & 0o777);
    expect(new Set(modes)).toEqual(new Set([0o600]));
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });

  it('ends a file that is long enough, however much is written at once', async () => {
    const [lines, segmentBytes] = [20_000, 24 * KIB];
    const { write, flush, directory } = diskStore(8 * 1024 * KIB, segmentBytes);
    write('api', numbered(lines));
    await flush();
    // In each are few of the blocks of 128 lines.
    const files = readdirSync(directory).filter((name) => /^\d+\.log$/.test(name));
    expect(files.length).toBeGreaterThan(lines / 128 / 6);
  });

  it('cuts a file that a loss of power has torn at its last whole record', async () => {
    const { store, write, flush, archived, directory } = diskStore(64 * KIB, 1024 * KIB);
    write('api', numbered(1280));
    await flush();
    await store.close();
    const [file] = readdirSync(directory).map((name) => path.join(directory, name));
    const whole = archived();
    const records = whole.snapshot('api').blocks.length;
    whole[Symbol.dispose]();
    expect(records).toBe(10);
    for (let size = statSync(file ?? '').size - 1; size > 0; size = Math.floor(size * 0.93) - 7) {
      truncateSync(file ?? '', size);
      using archive = archived();
      const { lines } = await linesOf(archive);
      expect(lines.length % 128).toBe(0);
      expect(lines.map(({ id }) => id)).toEqual(lines.map((_, index) => index + 1));
    }
  });

  it('goes on in memory when the disk cannot be written, says so once, and catches up by itself', async () => {
    const { store, write, flush, archived, directory, clock, troubles, nextTrouble } = diskStore(1024 * KIB);
    writeFileSync(directory, 'in the way');
    write('api', numbered(1000));
    let told = nextTrouble();
    await clock.advance(200);
    await told;
    write('api', numbered(1000, 1001));
    await flush();
    expect(troubles).toEqual(['EEXIST']);
    expect((await linesOf(store)).lines).toHaveLength(2000);
    rmSync(directory);
    told = nextTrouble();
    await clock.advance(1000);
    await told;
    expect(troubles).toEqual(['EEXIST', null]);
    await flush();
    await store.close();
    using archive = archived();
    expect((await linesOf(archive)).lines).toHaveLength(2000);
  });

  it('says when more waits for the disk than should, and when no longer', async () => {
    const { store, write, behind } = diskStore(64 * KIB, 1024 * KIB);
    for (let index = 0; index < 40; index += 1) write('api', `${'x'.repeat(1023)}\n`.repeat(512));
    expect(behind).toEqual([true]);
    await store.flushed();
    expect(behind).toEqual([true, false]);
  });

  it('begins a new file when somebody removes the directory', async () => {
    const { store, write, flush, archived, directory, clock, troubles, nextTrouble } = diskStore(1024 * KIB);
    write('api', numbered(256));
    await flush();
    rmSync(directory, { recursive: true });
    const told = nextTrouble();
    write('api', numbered(256, 257));
    await clock.advance(200);
    await told;
    const again = nextTrouble();
    await clock.advance(1000);
    await again;
    expect(troubles).toEqual(['ENOENT', null]);
    expect((await linesOf(store)).lines).toHaveLength(512);
    await store.close();
    using archive = archived();
    expect((await linesOf(archive)).lines.map(({ id }) => id)).toEqual(
      Array.from({ length: 256 }, (_, index) => index + 257),
    );
  });
});
