/** What is left on disk of a session that was killed while the disk had not done everything yet. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ArchivedLogs } from '../../../src/store/disk/archived-logs.ts';
import { DiskStore } from '../../../src/store/disk/disk-store.ts';
import { ManualClock } from '../../rig/manual-clock.ts';
import { T0 } from '../sample.ts';
import { SlowDisk } from './slow-disk.ts';

const KIB = 1024;
const PROCESSES = ['api', 'web', 'quiet'] as const;
type Name = (typeof PROCESSES)[number];
type Counts = ReadonlyMap<string, number>;

let root = '';
let sessions = 0;

beforeAll(() => {
  root = mkdtempSync(path.join(realpathSync(tmpdir()), 'pom-killed-'));
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A session whose processes print numbered lines, on a disk that waits for the test. */
class DoomedSession {
  readonly disk = new SlowDisk();
  readonly clock = new ManualClock();
  readonly #directory = path.join(root, String(sessions++));
  readonly #printed = new Map<Name, number>();
  #safe: Counts = new Map();
  readonly #store = new DiskStore({
    sessionId: 7,
    budgetBytes: 24 * KIB,
    directory: this.#directory,
    segmentBytes: 32 * KIB,
    clock: this.clock,
    files: this.disk,
    onSegment: () => {},
    onBehind: () => {},
    onTrouble: () => {},
  });

  get printed(): Counts {
    return this.#printed;
  }

  /** How many lines of each process were on disk for certain when it last said so. */
  get safe(): Counts {
    return this.#safe;
  }

  print(name: Name, lines: number, run = 1, width = 20): void {
    const from = (this.#printed.get(name) ?? 0) + 1;
    this.#printed.set(name, from + lines - 1);
    const text = Array.from({ length: lines }, (_, index) => `${from + index} ${'z'.repeat(width)}\n`).join('');
    this.#store.append(name, run, 'stdout', Buffer.from(text), T0);
  }

  /** Lets the time pass after which everything is to be on disk, and notes when it is. */
  async flush(): Promise<void> {
    const printed = new Map(this.#printed);
    await this.clock.advance(200);
    void this.#store.flushed().then(() => {
      this.#safe = printed;
    });
  }

  /** The numbers of the lines that are found afterwards, by process. */
  kill(bytes = 0): ReadonlyMap<string, readonly number[]> {
    this.disk.die(bytes);
    using archive = new ArchivedLogs(this.#directory, 7);
    return new Map(archive.processes().map((name) => [name, archive.snapshot(name).blocks.flatMap(numbersOf)]));
  }
}

function numbersOf(stored: { load(): { text(count: number): Buffer; readonly lineCount: number } | null }): number[] {
  const block = stored.load();
  if (block === null) throw new Error('a block cannot be read');
  const texts = block.text(block.lineCount).toString().trimEnd().split('\n');
  return texts.map((text) => Number.parseInt(text, 10));
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('the logs of a session that was killed', () => {
  it('have no holes and everything that had been flushed, whenever the disk was stopped', async () => {
    const step = fc.oneof(
      fc.record({
        type: fc.constant('print' as const),
        name: fc.constantFrom(...PROCESSES),
        lines: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 400 })),
        run: fc.constantFrom(1, 1, 2),
        width: fc.constantFrom(0, 40),
      }),
      fc.record({ type: fc.constant('flush' as const) }),
      fc.record({ type: fc.constant('disk' as const), picks: fc.array(fc.nat(7), { minLength: 1, maxLength: 6 }) }),
    );
    const death = fc.record({ finished: fc.boolean(), bytes: fc.oneof(fc.constant(0), fc.nat(40_000)) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 30, size: 'max' }), death, async (steps, end) => {
        const session = new DoomedSession();
        for (const step of steps) {
          if (step.type === 'print') session.print(step.name, step.lines, step.run, step.width);
          else if (step.type === 'flush') await session.flush();
          else for (const pick of step.picks) await session.disk.step(pick);
        }
        if (end.finished) await session.disk.finish();
        const { printed, safe } = session;
        const found = session.kill(end.bytes);
        for (const [name, numbers] of found) {
          expect({ name, numbers }).toEqual({ name, numbers: upTo(numbers.length) });
          expect(numbers.length).toBeLessThanOrEqual(printed.get(name) ?? 0);
        }
        for (const [name, count] of safe) expect(found.get(name)?.length ?? 0).toBeGreaterThanOrEqual(count);
      }),
      { numRuns: 200 },
    );
  });

  it('have what was in the tail, however often that is written anew before the log files are', async () => {
    const session = new DoomedSession();
    session.print('api', 100);
    await session.flush();
    await session.disk.finish();
    session.print('api', 100);
    for (let index = 0; index < 30; index += 1) {
      session.print('quiet', 2, 1, 100);
      await session.flush();
      await session.disk.finish('tail.log');
    }
    expect(session.disk.pending).toBeGreaterThan(0);
    const found = session.kill();
    expect(found.get('api')?.slice(0, 100)).toEqual(upTo(100));
    expect(found.get('quiet')).toEqual(upTo(60));
  });
});
