/** How fast the store takes lines that are in memory already, and what it costs per line to keep them. */
import { median, milliseconds, timed } from './lib/measure.ts';
import { report } from './lib/report.ts';
import { emptyStore, feed } from './lib/store-sample.ts';

const LINES = 1_000_000;
const ROUNDS = 9;
const text = Buffer.from(`${'x'.repeat(99)}\n`.repeat(LINES));

/** What any reader does at least: copies every byte once, to a buffer of its own. */
async function copyOnly(): Promise<number> {
  const kept: Buffer[] = [];
  return timed(() => {
    for (let from = 0; from < text.length; from += 65_536) {
      const copy = Buffer.allocUnsafeSlow(Math.min(65_536, text.length - from));
      text.copy(copy, 0, from, from + copy.length);
      kept.push(copy);
    }
  });
}

const budgets = [
  { title: 'all of them kept', bytes: 2 ** 30 },
  { title: 'the default budget, evicting', bytes: 64 * 1024 * 1024 },
];
for (const { title, bytes } of budgets) {
  const took: number[] = [];
  const copies: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    globalThis.gc?.();
    copies.push(await copyOnly());
    globalThis.gc?.();
    const store = emptyStore(bytes);
    took.push(await timed(() => feed(store, text)));
  }
  report({
    what: `store 1,000,000 lines in chunks of 64 KiB, ${title}`,
    value: milliseconds(median(took)),
    reference: `a copy ${milliseconds(median(copies))}`,
    ratio: `${(text.length / 1e3 / median(took)).toFixed(0)} MB/s`,
  });
}

const single: number[] = [];
for (let round = 0; round < 5; round += 1) {
  globalThis.gc?.();
  const store = emptyStore();
  const line = Buffer.from(text.subarray(0, 100));
  single.push(
    await timed(() => {
      for (let index = 0; index < LINES; index += 1) store.append('api', 1, 'stdout', line, 1.7e12);
    }),
  );
}
report({ what: 'store 1,000,000 lines, each in a chunk of its own', value: milliseconds(median(single)) });
