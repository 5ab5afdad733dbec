/** The HTTP API over a million lines: in memory, and when most of them are on disk. */
import { createProject } from '../rig/project.ts';
import { median, milliseconds, timed } from './lib/measure.ts';
import { report } from './lib/report.ts';

const LINES = 1_000_000;
const ROUNDS = 15;

interface LogsAnswer {
  readonly lines: readonly { readonly id: number; readonly text: string }[];
  readonly matches: number;
}

/** Lines of 60 bytes; one in 100,000 is the one that is searched for. */
const PRINT = `awk 'BEGIN { for (i = 1; i <= ${LINES}; i++) printf "%07d GET /api/orders/%d %s\\n", i, i * 7919 % 99991, (i % 100000 ? "status 200 in 12 ms" : "a needle in a haystack") }'`;

for (const [where, memory] of [
  ['in memory', '512MiB'],
  ['most on disk', '8MiB'],
] as const) {
  await using project = await createProject({
    'pom.yaml': JSON.stringify({
      logs: { memory, persist: { max_bytes: '1GiB' } },
      processes: { bulk: { command: `${PRINT}; echo over; exec sleep 1000` } },
    }),
  });
  await project.up('--http');
  const { api, token } = await project.json<{ readonly api: string; readonly token: string }>(['open']);
  const get = async (query: string): Promise<LogsAnswer> => {
    const response = await fetch(`${api}/logs?${query}`, { headers: { authorization: `Bearer ${token}` } });
    return (await response.json()) as LogsAnswer;
  };
  let last = await get('limit=1');
  while (last.lines[0]?.text !== 'over') last = await get('limit=1&search=over&wait_ms=60000');

  const middle = Math.floor(LINES / 2);
  await measure(`the last 150 lines, ${where}`, '< 20 ms', () => get('limit=150'), 150);
  await measure(`150 lines from the start, ${where}`, '', () => get('after=0&limit=150'), 150);
  await measure(`150 lines in the middle, ${where}`, '', () => get(`after=${middle}&limit=150`), 150);
  await measure(`the last match of a text, ${where}`, '', () => get('search=needle&limit=1'), 1);
  await measure(`all ten matches of a text, ${where}`, '< 1000 ms', () => get('search=needle&limit=100'), 10);
  await measure(`a text that is nowhere, ${where}`, '< 1000 ms', () => get('search=nowhere&limit=100'), 0);

  async function measure(what: string, goal: string, ask: () => Promise<LogsAnswer>, lines: number): Promise<void> {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      let answer: LogsAnswer | null = null;
      times.push(
        await timed(async () => {
          answer = await ask();
        }),
      );
      if ((answer as LogsAnswer | null)?.lines.length !== lines) throw new Error(`${what}: not ${lines} lines`);
    }
    report({ what: `${what}, median of ${ROUNDS}`, value: milliseconds(median(times)), goal });
  }
}
