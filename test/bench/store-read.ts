/** What it takes to look at a million stored lines. */
import { ALL_LOGS } from '../../src/model/logs-request.ts';
import { readLogs } from '../../src/store/read-logs.ts';
import { median, timed } from './lib/measure.ts';
import { report } from './lib/report.ts';
import { filledStore, logText } from './lib/store-sample.ts';

const ROUNDS = 501;
const handle = filledStore(logText(1_000_000));
const snapshot = handle.snapshot('api');
const options = { clock: performance };

async function measure(what: string, goal: string, work: () => unknown): Promise<void> {
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) took.push(await timed(work));
  report({ what: `${what}, of 1,000,000 lines`, value: `${median(took).toFixed(3)} ms`, goal });
}

await measure('a snapshot', '< 0.2 ms', () => handle.snapshot('api'));
await measure('tail(50)', '< 0.1 ms', () => snapshot.query().tail(50));
await measure('a page of the last 100 lines', '', () => readLogs(handle, { ...ALL_LOGS, limit: 100 }, options));
await measure('a page of 100 lines from the middle', '', () =>
  readLogs(handle, { ...ALL_LOGS, from: 'start', after: 500_000, limit: 100 }, options),
);
