import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { LogLine, Stream } from '../../src/model/log-line.ts';
import { EVERYTHING, type LogQuery } from '../../src/store/query.ts';
import type { LogSnapshot } from '../../src/store/snapshot.ts';
import { MIB, type Sample, sampleStore, T0, textOf } from './sample.ts';

/** What the store should hold: every line ever written, in one plain array. */
class Model {
  readonly lines: LogLine[] = [];
  readonly open = new Map<string, { text: string; at: number }>();

  write(process: string, run: number, stream: Stream, text: string, at: number): void {
    const key = `${process} ${run} ${stream}`;
    const parts = ((this.open.get(key)?.text ?? '') + text).split('\n');
    const rest = parts.pop() ?? '';
    for (const part of parts) {
      const line = {
        id: this.lines.length + 1,
        process,
        stream,
        run,
        timestamp: at,
        bytes: Buffer.from(part),
        partial: false,
      };
      this.lines.push(line);
    }
    this.open.set(key, { text: rest, at });
  }
}

type Step =
  | { type: 'write'; process: string; run: number; stream: Stream; text: string; jumpMs: number }
  | { type: 'snapshot' }
  | { type: 'query'; query: LogQuery; count: number };

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null });
/** How far off the clock on the wall is: somebody sets it forward, and back further than it ever was. */
const jumpMs = fc.constantFrom(0, 0, 0, 20, -20, 88 * 60_000, -4.5 * 3_600_000);
const time = fc.tuple(fc.nat(60), jumpMs).map(([ms, jump]) => T0 + ms + jump);
const stream = fc.constantFrom<Stream>('stdout', 'stderr');
const query: fc.Arbitrary<LogQuery> = fc.record({
  stream: maybe(stream),
  afterId: maybe(fc.nat(400)),
  beforeId: maybe(fc.nat(600)),
  since: maybe(time),
  until: maybe(time),
  run: maybe(fc.integer({ min: 1, max: 3 })),
  search: fc.constant(null),
  limit: maybe(fc.nat(50)),
  open: fc.constant(false),
});
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        type: fc.constant('write' as const),
        process: fc.constantFrom('api', 'web'),
        run: fc.integer({ min: 1, max: 3 }),
        stream,
        text: fc
          .array(fc.constantFrom('a', 'bc', 'é', '\n', '\n\n', 'x'.repeat(70), '\nq'.repeat(60)), { maxLength: 8 })
          .map((parts) => parts.join('')),
        jumpMs,
      }),
    },
    fc.record({ type: fc.constant('snapshot' as const) }),
    fc.record({ type: fc.constant('query' as const), query, count: fc.nat(60) }),
  ),
  { maxLength: 60 },
);

/** Runs the steps on a store and on the model, and calls `check` after each one. */
function play(
  played: readonly Step[],
  budget: number,
  check: (sample: Sample, model: Model, step: Step) => void,
): void {
  const sample = sampleStore(budget);
  const model = new Model();
  played.forEach((step, index) => {
    if (step.type === 'write') {
      const at = T0 + index + step.jumpMs;
      sample.store.append(step.process, step.run, step.stream, Buffer.from(step.text), at);
      model.write(step.process, step.run, step.stream, step.text, at);
    }
    check(sample, model, step);
  });
}

function expected(lines: readonly LogLine[], process: string, firstStored: number, wanted: LogQuery): LogLine[] {
  return lines.filter(
    (line) =>
      line.process === process &&
      line.id >= firstStored &&
      (wanted.stream === null || line.stream === wanted.stream) &&
      (wanted.run === null || line.run === wanted.run) &&
      (wanted.afterId === null || line.id > wanted.afterId) &&
      (wanted.beforeId === null || line.id < wanted.beforeId) &&
      (wanted.since === null || line.timestamp >= wanted.since) &&
      (wanted.until === null || line.timestamp < wanted.until),
  );
}

/** The id of the first line of the process that is still stored. */
function firstStored({ store }: Sample, model: Model, process: string): number {
  const evicted = store.stats().processes.get(process)?.evictedLines ?? 0;
  return model.lines.filter((line) => line.process === process)[evicted]?.id ?? model.lines.length + 1;
}

const plain = (lines: Iterable<LogLine>) => [...lines].map((line) => ({ ...line, bytes: textOf(line) }));

describe('LogView', () => {
  it('gives what a plain array of all lines would give, whatever was written and evicted, and wherever the clock jumped', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(6000, 20_000, MIB), (played, budget) => {
        play(played, budget, (sample, model, step) => {
          if (step.type !== 'query') return;
          for (const process of ['api', 'web']) {
            const all = expected(model.lines, process, firstStored(sample, model, process), step.query);
            const view = sample.handle.snapshot(process).query(step.query);
            const limit = step.query.limit ?? all.length;
            expect(plain(view.iter())).toEqual(plain(all.slice(0, limit)));
            const count = Math.min(limit, step.count);
            expect(plain(view.tail(step.count))).toEqual(plain(count === 0 ? [] : all.slice(-count)));
          }
        });
      }),
      { numRuns: 150 },
    );
  });

  it('has the open lines of both streams last, and leaves them out when told to', () => {
    const { handle, write } = sampleStore();
    write('api', 'a\nb');
    write('api', 'c', { stream: 'stderr' });
    const shown = (query: LogQuery) =>
      [...handle.snapshot('api').query(query).iter()].map((line) => [line.id, textOf(line)]);
    expect(shown(EVERYTHING)).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ]);
    expect(shown({ ...EVERYTHING, open: false })).toEqual([[1, 'a']]);
    expect(shown({ ...EVERYTHING, stream: 'stderr' })).toEqual([[3, 'c']]);
  });
});

describe('LogSnapshot', () => {
  it('never changes, whatever is written and evicted after it was taken', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(6000, 20_000, MIB), (played, budget) => {
        const taken: { snapshot: LogSnapshot; seen: unknown }[] = [];
        const look = (snapshot: LogSnapshot) => ({
          lines: plain(snapshot.query().iter()),
          evicted: [0, 7, 50, 200].map((cursor) => snapshot.evictedBetween(cursor, 100_000)),
        });
        play(played, budget, ({ handle }, _model, step) => {
          if (step.type !== 'snapshot') return;
          for (const snapshot of handle.snapshotAll().values()) taken.push({ snapshot, seen: look(snapshot) });
        });
        for (const { snapshot, seen } of taken) expect(look(snapshot)).toEqual(seen);
      }),
      { numRuns: 150 },
    );
  });

  it('shares the bytes with the store: no text is copied', () => {
    const { handle, write } = sampleStore();
    write('api', 'one\ntwo\n');
    const [first, second] = [handle.snapshot('api'), handle.snapshot('api')].map(
      (snapshot) => snapshot.query().tail(1)[0],
    );
    expect(first?.bytes.buffer).toBe(second?.bytes.buffer);
  });

  it('counts exactly how many lines after a cursor had been evicted', () => {
    fc.assert(
      fc.property(steps, fc.nat(500), fc.nat(500), (played, after, upTo) => {
        play(played, 6000, (sample, model) => {
          for (const process of ['api', 'web']) {
            const first = firstStored(sample, model, process);
            const gone = model.lines.filter(
              (line) => line.process === process && line.id < first && line.id > after && line.id <= upTo,
            );
            expect(sample.handle.snapshot(process).evictedBetween(after, upTo)).toBe(gone.length);
          }
        });
      }),
      { numRuns: 100 },
    );
  });

  it('is empty for a process nobody has heard of', () => {
    const { handle } = sampleStore();
    expect([...handle.snapshot('nobody').query().iter()]).toEqual([]);
    expect(handle.processes()).toEqual([]);
  });
});
