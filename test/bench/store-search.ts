/** Searching a million lines for every match, side by side with grep and ripgrep on a file of the same bytes. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ALL_LOGS, type TextSearch } from '../../src/model/logs-request.ts';
import { readLogs } from '../../src/store/read-logs.ts';
import { median, milliseconds, timed, times } from './lib/measure.ts';
import { report } from './lib/report.ts';
import { filledStore, logText } from './lib/store-sample.ts';

const ROUNDS = 9;
const TOOLS = ['rg', 'grep'];
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
  const found = await searchAll(search);
  for (const tool of TOOLS) checkCount(tool, search, found);
  const pom: number[] = [];
  const tools = TOOLS.map((tool) => ({ tool, took: [] as (number | null)[] }));
  const pauses: number[] = [];
  // In turn, so that a busy machine slows all of them down alike.
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { tool, took } of tools) took.push(toolTime(tool, search));
    await nextTurn();
    const watch = watchTurns();
    pom.push(await timed(() => searchAll(search)));
    pauses.push(watch.longest());
  }
  const against = tools.map(({ tool, took }) => ({ tool, took: medianOf(took) }));
  const [ripgrep] = against;
  report({
    what: `search: ${title}`,
    value: milliseconds(median(pom)),
    reference: against.map(({ tool, took }) => `${tool} ${took === null ? 'absent' : milliseconds(took)}`).join(', '),
    ratio: ripgrep === undefined || ripgrep.took === null ? '' : times(ripgrep.took / median(pom)),
    goal: search.kind === 'text' && !search.ignoreCase ? '>= 0.5 x ripgrep' : '',
  });
  report({ what: '  longest pause of the event loop meanwhile', value: milliseconds(median(pauses)) });
}
rmSync(folder, { recursive: true });

/** Measures how long the event loop had to wait for its next turn, at most. */
function watchTurns(): { longest(): number } {
  let longest = 0;
  let last = performance.now();
  let watching = true;
  const turn = (): void => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
    if (watching) setImmediate(turn);
  };
  setImmediate(turn);
  return {
    longest() {
      watching = false;
      turn();
      return longest;
    },
  };
}

/** Null when the tool is not installed. */
function toolTime(tool: string, search: TextSearch): number | null {
  const startedAt = performance.now();
  const { error } = runTool(tool, search);
  return error === undefined ? performance.now() - startedAt : null;
}

function medianOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
}

/** A comparison is worth something only if both find the same. */
function checkCount(tool: string, search: TextSearch, expected: number): void {
  const { error, stdout } = runTool(tool, search);
  const count = Number(stdout?.trim() || 0);
  if (error === undefined && count !== expected) {
    process.stderr.write(`${tool} finds ${count} lines and pom ${expected}: ${search.pattern}\n`);
  }
}

function runTool(tool: string, { pattern, kind, ignoreCase }: TextSearch) {
  const dialect = kind === 'text' ? ['-F'] : tool === 'grep' ? ['-P'] : [];
  const argv = [...dialect, ...(ignoreCase ? ['-i'] : []), '-c', '--', pattern, file];
  return spawnSync(tool, argv, { encoding: 'utf8', env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' } });
}
