/**
 * Torments pom for minutes, at random, and says what came of it: `npm run soak`, `npm run soak -- --minutes 10 --seed 7`.
 * Ends with 1 when something was left, leaked, lost, or answered wrongly. The same seed does the same things; when they
 * happen is up to the machine. Ctrl-C ends it early, with the verdict.
 */
import { parseArgs } from 'node:util';
import { createProject } from '../rig/project.ts';
import { Random } from './random.ts';
import { emptyTally, SoakedSession, type Tally } from './soak.ts';
import { soakFiles } from './soak-project.ts';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '3' }, seed: { type: 'string', default: String(Date.now() % 1e6) } },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
if (!(minutes > 0) || !Number.isSafeInteger(seed)) {
  process.stderr.write('usage: npm run soak -- [--minutes N] [--seed N]\n');
  process.exit(2);
}

const startedAt = performance.now();
const ending = new AbortController();
// What was started is judged, and nothing is left behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort());
const timer = setTimeout(() => ending.abort(), minutes * 60_000);
const over = ending.signal;
const random = new Random(seed);
const tally = emptyTally();
process.stdout.write(`${minutes} minutes, seed ${seed}\n`);
{
  await using project = await createProject(soakFiles());
  while (!over.aborted) {
    const told = tally.mistakes.length;
    await new SoakedSession(project, random, tally).soak(over);
    process.stdout.write(`${progress(tally)}\n`);
    for (const mistake of tally.mistakes.slice(told)) process.stdout.write(`  MISTAKE ${mistake}\n`);
  }
}
clearTimeout(timer);
process.stdout.write(verdict(tally));
process.exitCode = tally.mistakes.length === 0 ? 0 : 1;

function progress({ sessions, torments, runs, lines, evicted, health, mistakes }: Tally): string {
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const last = health.at(-1);
  return [
    `${String(seconds).padStart(4)} s`,
    `session ${sessions}`,
    `${sum(torments)} torments`,
    `${runs} runs`,
    `${lines} lines`,
    `${evicted} evicted`,
    `${last?.residentMiB.toFixed(0)} MiB`,
    `${last?.descriptors} descriptors`,
    `${mistakes.length} mistakes`,
  ].join('  ');
}

function verdict({ sessions, torments, ends, runs, lines, evicted, mistakes }: Tally): string {
  const counts = (of: Readonly<Record<string, number>>) =>
    Object.entries(of)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
  const outcome = mistakes.length === 0 ? 'nothing was left, leaked, lost or doubled' : `${mistakes.length} MISTAKES`;
  return `
torments  ${counts(torments)}
ends      ${counts(ends)}
lines     ${lines} of ${runs} runs in ${sessions} sessions, each once and in order; ${evicted} evicted, all counted
verdict   ${outcome} (seed ${seed})
`;
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
