/**
 * Runs all benchmarks, one after the other, each in a process of its own, and prints one table. Medians and ratios;
 * nothing is asserted. `npm run bench`, or `npm run bench -- session` for those with "session" in their name.
 * `survivors` and `single-session` run only when they are named.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { ROWS_AS_JSON, type Row, renderRows } from './lib/report.ts';

const USUAL = /^(store-.*|session-.*|dashboard-.*|startup)\.js$/;
/** These take minutes and measure no speed. */
const ONLY_NAMED = /^(survivors|single-session)\.js$/;

const [wanted = ''] = process.argv.slice(2);
const folder = import.meta.dirname;
const benches = readdirSync(folder)
  .filter((file) => (USUAL.test(file) && file.includes(wanted)) || (ONLY_NAMED.test(file) && file === `${wanted}.js`))
  .sort();

const rows: Row[] = [];
for (const bench of benches) {
  process.stderr.write(`${path.basename(bench, '.js')} …\n`);
  const { code, lines } = await run(path.join(folder, bench));
  for (const line of lines) {
    const row = parseRow(line);
    if (row === null) process.stdout.write(`${line}\n`);
    else rows.push(row);
  }
  if (code !== 0) process.exitCode = 1;
}
const [cpu] = cpus();
if (rows.length > 0) process.stdout.write(`\n${renderRows(rows, true)}\n`);
process.stdout.write(`\nNode ${process.version}, ${cpus().length} x ${cpu?.model}\n`);

function run(file: string): Promise<{ readonly code: number | null; readonly lines: readonly string[] }> {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  const child = spawn(process.execPath, ['--expose-gc', file], {
    env: { ...env, [ROWS_AS_JSON]: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
  });
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, lines: text.split('\n').filter((line) => line !== '') }));
  });
}

/** Null for a line that is meant to be read as it is. */
function parseRow(line: string): Row | null {
  return line.startsWith('{"what":') ? JSON.parse(line) : null;
}
