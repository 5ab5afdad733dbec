/** What a stored line costs beyond its bytes: as the store counts it, and as Node's heap and buffers have grown. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { report } from './lib/report.ts';
import { emptyStore, feed } from './lib/store-sample.ts';

const LINES = 1_000_000;

async function settledMemory(): Promise<number> {
  for (let turn = 0; turn < 3; turn += 1) {
    globalThis.gc?.();
    await nextTurn();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

async function measure(length: number): Promise<void> {
  const text = Buffer.from(`${'x'.repeat(length - 1)}\n`.repeat(LINES / 100));
  const before = await settledMemory();
  const store = emptyStore();
  for (let turn = 0; turn < 100; turn += 1) feed(store, text);
  const grown = (await settledMemory()) - before;
  const { memoryBytes } = store.stats();
  const payload = (length - 1) * LINES;
  report({
    what: `bookkeeping per line of ${length} bytes (its newline included)`,
    value: `${((grown - payload) / LINES).toFixed(1)} B`,
    reference: `counted as ${((memoryBytes - payload) / LINES).toFixed(1)} B`,
    goal: '<= 20 B',
  });
}

await measure(20);
await measure(100);

const before = await settledMemory();
const store = emptyStore();
for (let index = 0; index < 1000; index += 1) store.append(`worker-${index}`, 1, 'stdout', Buffer.from('up\n'), 1.7e12);
const grown = (await settledMemory()) - before;
report({
  what: 'a process that has printed one line, of 1,000',
  value: `${(grown / 1000).toFixed(0)} B`,
  reference: `counted as ${(store.stats().memoryBytes / 1000).toFixed(0)} B`,
});
