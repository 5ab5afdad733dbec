/** A store on a directory of its own, and what is in it. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LogLine, Stream } from '../../../src/model/log-line.ts';
import { ALL_LOGS } from '../../../src/model/logs-request.ts';
import { ArchivedLogs } from '../../../src/store/disk/archived-logs.ts';
import { DiskStore } from '../../../src/store/disk/disk-store.ts';
import type { LogReader } from '../../../src/store/log-store.ts';
import { readLogs } from '../../../src/store/read-logs.ts';
import { StoreHandle } from '../../../src/store/store-handle.ts';
import { deferred } from '../../../src/util/deferred.ts';
import { ManualClock } from '../../rig/manual-clock.ts';
import { T0 } from '../sample.ts';

export const KIB = 1024;

export interface Line {
  readonly id: number;
  readonly process: string;
  readonly run: number;
  readonly stream: Stream;
  readonly timestamp: number;
  readonly text: string;
  readonly partial: boolean;
}

export type OpenDiskStore = ReturnType<typeof openDiskStore>;

/** Whoever opens it disposes of it: some are to look as if they had died, and still hold their files. */
export function openDiskStore(budgetBytes = 64 * KIB, segmentBytes = 48 * KIB) {
  const root = mkdtempSync(path.join(realpathSync(tmpdir()), 'pom-logs-'));
  const directory = path.join(root, 'logs');
  const clock = new ManualClock();
  const troubles: (string | null)[] = [];
  const behind: boolean[] = [];
  let told = deferred<void>();
  const store = new DiskStore({
    sessionId: 7,
    budgetBytes,
    directory,
    segmentBytes,
    clock,
    onSegment: () => {},
    onBehind: (isBehind) => behind.push(isBehind),
    onTrouble: (error) => {
      troubles.push(error?.code ?? null);
      told.resolve();
      told = deferred();
    },
  });
  return {
    store,
    root,
    directory,
    clock,
    troubles,
    behind,
    nextTrouble: () => told.promise,
    write(process: string, text: string, { run = 1, stream = 'stdout' as Stream, at = T0 } = {}) {
      store.append(process, run, stream, Buffer.from(text), at);
    },
    /** Lets the time pass after which everything is on disk, and waits until it is. */
    async flush() {
      await clock.advance(200);
      await store.flushed();
    },
    archived: () => new ArchivedLogs(directory, 7),
    async [Symbol.asyncDispose]() {
      await store.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Wall times, ms since the epoch: lines in `[since, until)`. */
export type Times = { readonly since?: number; readonly until?: number };

/** What whoever reads on and on gets, page by page. */
export async function linesOf(reader: LogReader, after: number | null = null, times: Times = {}) {
  const lines: Line[] = [];
  let evicted = 0;
  for (let next = after ?? 0; ; ) {
    const request = { ...ALL_LOGS, ...times, from: 'start' as const, after: next };
    const page = await readLogs(new StoreHandle(reader), request, { clock: new ManualClock() });
    if (!page.ok) throw new Error('a page was refused');
    lines.push(...page.value.lines.map(plain));
    evicted += page.value.evicted;
    next = page.value.next;
    if (!page.value.more) return { lines, evicted };
  }
}

function plain({ id, process, run, stream, timestamp, bytes, partial }: LogLine): Line {
  return { id, process, run, stream, timestamp, text: Buffer.from(bytes).toString('latin1'), partial };
}

export const numbered = (count: number, from = 1) =>
  Array.from({ length: count }, (_, index) => `line ${from + index} ${'x'.repeat(40)}\n`).join('');
