/** Reading a million lines that are on disk, plain and packed, and what packing them takes. */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { systemClock } from '../../src/app/system-clock.ts';
import { ALL_LOGS, type LogsRequest } from '../../src/model/logs-request.ts';
import { ArchivedLogs } from '../../src/store/disk/archived-logs.ts';
import { DiskStore } from '../../src/store/disk/disk-store.ts';
import type { LogReader } from '../../src/store/log-store.ts';
import { readLogs } from '../../src/store/read-logs.ts';
import { StoreHandle } from '../../src/store/store-handle.ts';
import { mebibytes, median, milliseconds, timed } from './lib/measure.ts';
import { report } from './lib/report.ts';
import { logText } from './lib/store-sample.ts';

const ROUNDS = 5;
const CHUNK_BYTES = 64 * 1024;
const directory = mkdtempSync(path.join(tmpdir(), 'pom-bench-'));
const text = logText(1_000_000);

/** Puts all of the text on disk; with `isPacking` false nothing is packed. */
async function fill(name: string, isPacking: boolean): Promise<DiskStore> {
  const store = new DiskStore({
    sessionId: 1,
    budgetBytes: 2 ** 20,
    directory: path.join(directory, name),
    // One that is never finished is never packed.
    segmentBytes: isPacking ? 8 * 2 ** 20 : Number.POSITIVE_INFINITY,
    clock: systemClock(),
    onSegment: () => undefined,
    onBehind: () => undefined,
    onTrouble: () => undefined,
  });
  for (let from = 0; from < text.length; from += CHUNK_BYTES) {
    store.append('api', 1, 'stdout', text.subarray(from, from + CHUNK_BYTES), 1.7e12 + from / 1e6);
    if (from % (32 * CHUNK_BYTES) === 0) await store.flushed();
    else await nextTurn();
  }
  await store.flushed();
  return store;
}

async function measure(what: string, goal: string, reader: LogReader, request: Partial<LogsRequest>): Promise<void> {
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    took.push(
      await timed(() =>
        readLogs(new StoreHandle(reader), { ...ALL_LOGS, limit: 1_000_000, ...request }, { clock: performance }),
      ),
    );
  }
  report({ what, value: milliseconds(median(took)), goal });
}

const needle = { pattern: 'needle', kind: 'text', ignoreCase: false } as const;
for (const isPacked of [false, true]) {
  const how = isPacked ? 'packed' : 'plain';
  const began = process.cpuUsage();
  const store = await fill(how, isPacked);
  const packing = await timed(() => store.packed());
  const { user, system } = process.cpuUsage(began);
  report({
    what: `${how}: 1,000,000 lines taken in; packing is done after`,
    value: milliseconds(packing),
    reference: `${milliseconds((user + system) / 1000)} CPU`,
  });
  await measure(`${how}: text, 50 lines have it`, '< 1 s', store, { search: needle });
  await measure(`${how}: first page`, '< 20 ms', store, { from: 'start', limit: 100 });
  await measure(`${how}: page from the middle`, '< 20 ms', store, { from: 'start', after: 500_000, limit: 100 });
  await store.close();
  const files = readdirSync(path.join(directory, how)).map((name) => statSync(path.join(directory, how, name)).size);
  report({
    what: `${how}: on disk`,
    value: mebibytes(files.reduce((sum, size) => sum + size, 0)),
    reference: `text ${mebibytes(text.length)}`,
  });
  const opening = performance.now();
  const archive = new ArchivedLogs(path.join(directory, how), 0);
  report({ what: `${how}: opening the archive`, value: milliseconds(performance.now() - opening) });
  archive[Symbol.dispose]();
}
rmSync(directory, { recursive: true });
