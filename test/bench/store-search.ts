/** Searching a million lines for every match, side by side with grep and ripgrep on a file of the same bytes. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { ALL_LOGS, type TextSearch } from '../../src/model/logs-request.ts';
import { readLogs } from '../../src/store/read-logs.ts';
import { median, milliseconds, timed, times } from './lib/measure.ts';
import { report } from './lib/report.ts';
import { filledStore, logText } from './lib/store-sample.ts';

const ROUNDS = 7;
const text = logText(1_000_000);
const handle = filledStore(text);
const folder = mkdtempSync(path.join(tmpdir(), 'pom-bench-'));
const file = path.join(folder, 'log');
writeFileSync(file, text);

const SEARCHES: readonly (TextSearch & { readonly title: string })[] = [
  { title: 'text, 50 lines have it', pattern: 'needle', kind: 'text', ignoreCase: false },
  { title: 'text, no line has it', pattern: 'nowhere to be found', kind: 'text', ignoreCase: false },
  { title: 'text, 20,000 lines have it', pattern: 'ERROR', kind: 'text', ignoreCase: false },
  { title: 'text in any case, 50 lines have it', pattern: 'NEEDLE', kind: 'text', ignoreCase: true },
  { title: 'expression, 50 lines match', pattern: 'needle$', kind: 'regex', ignoreCase: false },
  { title: 'expression, about 1,300 match', pattern: 'ERROR .*timeout id=\\d+7$', kind: 'regex', ignoreCase: false },
  { title: 'alternatives, 20,000 lines match', pattern: 'ERROR|FATAL|panic', kind: 'regex', ignoreCase: false },
  {
    title: 'no literal in it, no line matches',
    pattern: '\\d{4}-\\d{2}-\\d{2} \\d{2}',
    kind: 'regex',
    ignoreCase: false,
  },
];

/** Counts the matches, as `grep -c` does: the page has room for none but the first, and looks no further than asked. */
async function searchAll(search: TextSearch): Promise<number> {
  const page = await readLogs(
    handle,
    { ...ALL_LOGS, search, limit: 1_000_000 },
    { clock: performance, maxPageBytes: Number.POSITIVE_INFINITY },
  );
  return page.ok ? page.value.lines.length : -1;
}

for (const { title, ...search } of SEARCHES) {
  const pom: number[] = [];
  const lag = monitorEventLoopDelay({ resolution: 1 });
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round === 1) lag.enable();
    pom.push(await timed(() => searchAll(search)));
  }
  lag.disable();
  const found = await searchAll(search);
  const against = ['rg', 'grep'].map((tool) => ({ tool, ...toolTime(tool, search, found) }));
  const [ripgrep] = against;
  report({
    what: `search: ${title}`,
    value: milliseconds(median(pom)),
    reference: against.map(({ tool, took }) => `${tool} ${took === null ? 'absent' : milliseconds(took)}`).join(', '),
    ratio: ripgrep === undefined || ripgrep.took === null ? '' : times(ripgrep.took / median(pom)),
    goal: search.kind === 'text' && !search.ignoreCase ? '>= 0.5 x ripgrep' : '',
  });
  report({ what: '  longest pause of the event loop meanwhile', value: milliseconds(lag.max / 1e6) });
}
rmSync(folder, { recursive: true });

/** Null when the tool is not installed. */
function toolTime(tool: string, { pattern, kind, ignoreCase }: TextSearch, expected: number): { took: number | null } {
  const dialect = kind === 'text' ? ['-F'] : tool === 'grep' ? ['-P'] : [];
  const argv = [...dialect, ...(ignoreCase ? ['-i'] : []), '-c', '--', pattern, file];
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedAt = performance.now();
    const { error, stdout } = spawnSync(tool, argv, {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' },
    });
    if (error !== undefined) return { took: null };
    took.push(performance.now() - startedAt);
    const count = Number(stdout.trim() || 0);
    if (count !== expected) process.stderr.write(`${tool} finds ${count} lines, pom ${expected}: ${pattern}\n`);
  }
  return { took: median(took) };
}
