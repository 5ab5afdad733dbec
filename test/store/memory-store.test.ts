import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { LogLine } from '../../src/model/log-line.ts';
import { cut, MIB, rawOf, sampleStore, T0, textOf } from './sample.ts';

/** Bytes that are rich in what matters here: newlines, carriage returns, NUL, halves of characters. */
const bytes = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(10, 10, 13, 0, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0xff) },
      fc.integer({ min: 32, max: 126 }),
    ),
    { maxLength: 600 },
  )
  .map((values) => Buffer.from(values));
const places = fc.array(fc.nat(), { maxLength: 20 });
const lineLimit = fc.constantFrom(1, 2, 3, 4, 5, 7, 16, 64, 65536);

describe('MemoryStore', () => {
  it('gives ids that grow by one over all processes and streams, when lines end', () => {
    const { handle, write } = sampleStore();
    write('api', 'one\ntwo');
    write('web', 'three\n');
    write('api', 'err\n', { stream: 'stderr' });
    write('api', '!\n');
    const ids = (name: string) => [...handle.snapshot(name).query().iter()].map((line) => [line.id, textOf(line)]);
    expect(ids('api')).toEqual([
      [1, 'one'],
      [3, 'err'],
      [4, 'two!'],
    ]);
    expect(ids('web')).toEqual([[2, 'three']]);
  });

  it('keeps carriage returns, NUL, invalid UTF-8 and empty lines as they came', () => {
    const { handle, write } = sampleStore();
    const raw = Buffer.from([10, 13, 10, 0, 0xff, 0xfe, 10, 10, 0xe2, 0x82]);
    write('api', raw);
    const lines = [...handle.snapshot('api').query().iter()];
    expect(lines.map((line) => [...line.bytes])).toEqual([[], [13], [0, 0xff, 0xfe], [], [0xe2, 0x82]]);
    expect(rawOf(lines)).toEqual(raw);
  });

  it('knows the id of the oldest line of each process, and that none is stored', () => {
    const { store, write } = sampleStore(MIB);
    const first = (name: string) => store.stats().processes.get(name)?.firstId;
    write('quiet', 'one\n');
    write('noisy', 'Password: ');
    expect([first('quiet'), first('noisy')]).toEqual([1, null]);
    for (let index = 0; index < 40; index += 1) write('noisy', `${'x'.repeat(100)}\n`.repeat(1000));
    const oldest = store.snapshot('noisy').query().iter().next().value;
    expect(store.stats().processes.get('noisy')?.evictedLines).toBeGreaterThan(0);
    expect([first('quiet'), first('noisy')]).toEqual([1, oldest?.id]);
  });

  it('shows a line that has not ended, marked partial, with the id it would get next', () => {
    const { handle, write } = sampleStore();
    write('api', 'done\nPassword: ', { at: T0 });
    write('api', 'x', { at: T0 + 5 });
    const last = handle.snapshot('api').query().tail(1)[0] as LogLine;
    expect({ ...last, bytes: textOf(last) }).toEqual({
      id: 2,
      process: 'api',
      stream: 'stdout',
      run: 1,
      timestamp: T0 + 5,
      bytes: 'Password: x',
      partial: true,
    });
  });

  it('keeps the unterminated last line of a stream that ended, marked partial', () => {
    const { store, handle, write } = sampleStore();
    write('api', 'one\ntwo');
    store.endStream('api', 1, 'stdout', T0 + 1);
    store.endStream('api', 1, 'stdout', T0 + 2);
    write('api', 'three\n', { run: 2 });
    expect([...handle.snapshot('api').query().iter()].map((line) => [textOf(line), line.partial, line.run])).toEqual([
      ['one', false, 1],
      ['two', true, 1],
      ['three', false, 2],
    ]);
  });

  it('stores a 200 KB line in pieces of the limit, and nothing is lost', () => {
    const { handle, write } = sampleStore();
    const raw = Buffer.from(`first\n${'x'.repeat(200_000)}\nlast\n`);
    for (const chunk of cut(raw, [65_536, 131_072, 196_608])) write('api', chunk);
    const lines = [...handle.snapshot('api').query().iter()];
    expect(lines.map((line) => [line.bytes.length, line.partial])).toEqual([
      [5, false],
      [65_536, true],
      [65_536, true],
      [65_536, true],
      [3392, false],
      [4, false],
    ]);
    expect(rawOf(lines)).toEqual(raw);
  });

  it('cuts an over-long line before a character, not through it', () => {
    const { store, handle, write } = sampleStore();
    store.setLimits('api', { maxBytes: null, maxLineBytes: 4 });
    write('api', 'aa€€b\n');
    expect([...handle.snapshot('api').query().iter()].map(textOf)).toEqual(['aa', '€', '€b']);
  });

  it('keeps times to the microsecond, also of lines hours apart and of a clock that was set back', () => {
    const { handle, write } = sampleStore();
    const times = [T0 + 0.001, T0 + 0.25, T0 + 5 * 3600_000, T0 - 1000, T0 - 999.999];
    for (const at of times) write('api', 'x\n', { at });
    expect([...handle.snapshot('api').query().iter()].map((line) => line.timestamp)).toEqual(times);
  });

  it('copies what it keeps: the chunk may be reused', () => {
    const { handle, write } = sampleStore();
    const chunk = Buffer.from('one\ntwo');
    write('api', chunk);
    chunk.fill('#');
    expect([...handle.snapshot('api').query().iter()].map(textOf)).toEqual(['one', 'two']);
  });

  it('gives the same lines however the bytes are cut, and the bytes can be put together again', () => {
    fc.assert(
      fc.property(bytes, places, lineLimit, (raw, at, maxLineBytes) => {
        const whole = sampleStore();
        const pieces = sampleStore();
        for (const { store } of [whole, pieces]) store.setLimits('api', { maxBytes: null, maxLineBytes });
        whole.write('api', raw);
        for (const chunk of cut(raw, at)) pieces.write('api', chunk);
        const lines = [...whole.handle.snapshot('api').query().iter()];
        expect([...pieces.handle.snapshot('api').query().iter()]).toEqual(lines);
        expect(rawOf(lines)).toEqual(raw);
        for (const line of lines) expect(line.bytes.length).toBeLessThanOrEqual(maxLineBytes);
      }),
      { numRuns: 500 },
    );
  });

  it('returns megabytes of mixed lines with the same hash', () => {
    const { store, handle, write } = sampleStore();
    const hash = createHash('sha256');
    for (let turn = 0; turn < 200; turn += 1) {
      const text = Array.from({ length: 300 }, (_, line) => `${turn} ${'é'.repeat((turn * line) % 90)}`).join('\n');
      write('api', text);
      hash.update(text);
    }
    store.endStream('api', 1, 'stdout', T0);
    const lines = handle.snapshot('api').query().iter();
    expect(createHash('sha256').update(rawOf(lines)).digest('hex')).toBe(hash.digest('hex'));
  });

  it('puts a chunk of 655 lines into about five buffers, with less than 20 bytes a line beside the text', () => {
    const { store, write } = sampleStore();
    const chunk = Buffer.from(`${'x'.repeat(99)}\n`.repeat(655));
    for (let turn = 0; turn < 100; turn += 1) write('api', chunk);
    const stats = store.stats().processes.get('api');
    expect(stats?.lines).toBe(65_500);
    expect(((stats?.memoryBytes ?? 0) - (stats?.bytes ?? 0)) / 65_500).toBeLessThan(20);
  });

  it('costs little for a thousand processes that print little', () => {
    const { store, write } = sampleStore();
    for (let index = 0; index < 1000; index += 1) write(`worker-${index}`, 'started\n');
    expect(store.stats().memoryBytes).toBeLessThan(2 * MIB);
  });
});

describe('the memory budget', () => {
  it('is kept whatever is printed, and what is evicted is counted', () => {
    const budget = 128 * 1024;
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            process: fc.constantFrom('a', 'b', 'c', 'd'),
            length: fc.nat(3000),
            lines: fc.nat(200),
            ends: fc.boolean(),
          }),
          { minLength: 5, maxLength: 60 },
        ),
        (writes) => {
          const { store, write } = sampleStore(budget);
          let written = 0;
          let writtenBytes = 0;
          for (const { process, length, lines, ends } of writes) {
            write(process, `${`${'x'.repeat(length % 300)}\n`.repeat(lines)}${'y'.repeat(length)}${ends ? '\n' : ''}`);
            written = store.nextId - 1;
            writtenBytes += (length % 300) * lines + length;
            expect(store.stats().memoryBytes).toBeLessThanOrEqual(budget);
          }
          const all = [...store.stats().processes.values()];
          expect(all.reduce((sum, { lines, evictedLines }) => sum + lines + evictedLines, 0)).toBe(written);

          // What has not ended is not counted.
          for (const process of store.processes()) store.endStream(process, 1, 'stdout', T0);
          const ended = [...store.stats().processes.values()];
          expect(ended.reduce((sum, { bytes, evictedBytes }) => sum + bytes + evictedBytes, 0)).toBe(writtenBytes);
        },
      ),
    );
  });

  it('holds when lines never end, in more processes than it could keep a line of', () => {
    const { store, write } = sampleStore(MIB);
    const part = Buffer.alloc(48 * 1024, 'x');
    for (let index = 0; index < 100; index += 1) {
      write(`p${index}`, part);
      expect(store.stats().memoryBytes).toBeLessThanOrEqual(MIB);
    }
  });

  it('does not let a chatty process evict a quiet one', () => {
    const { store, handle, write } = sampleStore(MIB);
    write('quiet', 'the one line that matters\n');
    const chunk = Buffer.from(`${'x'.repeat(99)}\n`.repeat(655));
    for (let turn = 0; turn < 200; turn += 1) write('chatty', chunk);
    expect([...handle.snapshot('quiet').query().iter()].map(textOf)).toEqual(['the one line that matters']);
    expect(store.stats().processes.get('quiet')?.evictedLines).toBe(0);
    expect(store.stats().memoryBytes).toBeGreaterThan(0.9 * MIB);
  });

  it('is shared evenly by processes that all print a lot', () => {
    const { store, write } = sampleStore(MIB);
    const chunk = Buffer.from(`${'x'.repeat(99)}\n`.repeat(100));
    for (let turn = 0; turn < 600; turn += 1) write(`p${turn % 3}`, chunk);
    for (const { memoryBytes } of store.stats().processes.values()) {
      expect(memoryBytes).toBeGreaterThan(0.25 * MIB);
      expect(memoryBytes).toBeLessThan(0.4 * MIB);
    }
  });

  it('can be lowered and raised while lines are stored', () => {
    const { store, write } = sampleStore(MIB);
    const chunk = Buffer.from(`${'x'.repeat(99)}\n`.repeat(655));
    for (let turn = 0; turn < 20; turn += 1) write('api', chunk);
    store.setBudget(100_000);
    expect(store.stats().memoryBytes).toBeLessThanOrEqual(100_000);
    store.setBudget(4 * MIB);
    for (let turn = 0; turn < 40; turn += 1) write('api', chunk);
    expect(store.stats().memoryBytes).toBeGreaterThan(2 * MIB);
  });

  it('comes with a limit per process, which can be changed while it prints', () => {
    const { store, write } = sampleStore();
    const chunk = Buffer.from(`${'x'.repeat(99)}\n`.repeat(655));
    store.setLimits('api', { maxBytes: 200_000, maxLineBytes: 65_536 });
    for (let turn = 0; turn < 20; turn += 1) write('api', chunk);
    for (let turn = 0; turn < 20; turn += 1) write('web', chunk);
    expect(store.stats().processes.get('api')?.memoryBytes).toBeLessThanOrEqual(200_000);
    expect(store.stats().processes.get('web')?.evictedLines).toBe(0);
    store.setLimits('api', { maxBytes: 50_000, maxLineBytes: 65_536 });
    expect(store.stats().processes.get('api')?.memoryBytes).toBeLessThanOrEqual(50_000);
  });
});
