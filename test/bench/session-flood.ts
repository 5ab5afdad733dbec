/**
 * Sessions whose processes print as fast as they can: what that does to the memory of the session, and to everybody else
 * who wants something of it; and whether every line is still accounted for. `BENCH_FULL=1` for the sizes that take
 * minutes: 10 GB through one session, 1,000 processes.
 */
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { createProject, type Project } from '../rig/project.ts';
import { mebibytes, milliseconds, seconds } from './lib/measure.ts';
import { report } from './lib/report.ts';
import { connectTo, observe, p50, p99 } from './lib/session-probe.ts';

const [only = ''] = process.argv.slice(2);
const isFull = process.env.BENCH_FULL === '1';

const FLOOD_MS = 8_000;
const GIGABYTES = isFull ? 10 : 1;
const MANY = isFull ? 1_000 : 200;
const LINE_BYTES = 100;

const QUIET = [
  'perl',
  '-MTime::HiRes=time,sleep',
  '-e',
  '$| = 1; for (;;) { printf "%.3f\\n", time * 1000; sleep 0.1 }',
];
const YES = ['sh', '-c', 'exec yes "a line that says nothing new, again and again, as fast as it can"'];

/** Numbered lines of 100 bytes, in writes of 64 KiB. */
const numbered = (lines: number): readonly string[] => [
  'perl',
  '-e',
  `$fill = "x" x ${LINE_BYTES - 12}; $out = ""; for $n (1 .. ${lines}) { $out .= sprintf("%010d %s\\n", $n, $fill); ` +
    'if (length $out > 65000) { print STDOUT $out; $out = "" } } print $out',
];

/** 100 lines a second, in steps of a tenth. */
const STEADY = [
  'perl',
  '-MTime::HiRes=sleep',
  '-e',
  '$| = 1; $line = ("steady " x 13) . "\\n"; for (;;) { print $line x 10; sleep 0.1 }',
];
const LONG_LINE = ['perl', '-e', 'print "x" x 1048576 for 1 .. 700; print "\\n"'];

await scenario('yes from ten processes', many(10, YES), () => setTimeout(FLOOD_MS));
await scenario('700 MB without a newline', { big: { command: dollars(LONG_LINE), autostart: false } }, (project) =>
  runOnce(project, 'big'),
);
await scenario(`${MANY} processes with 100 lines/s each`, many(MANY, STEADY), () => setTimeout(FLOOD_MS));
const lines = (GIGABYTES * 1e9) / LINE_BYTES;
await scenario(
  `${GIGABYTES} GB through one session`,
  { big: { command: dollars(numbered(lines)), autostart: false } },
  async (project) => {
    await runOnce(project, 'big');
    await accountFor(project, lines);
  },
);
await scenario('100 followers, 99 of them stopped, beside yes', many(1, YES), (project) => beside(project, 99));

/** Starts everything, lets the flood begin, and watches while `during` runs. */
async function scenario(
  what: string,
  processes: object,
  during: (project: Project) => Promise<unknown>,
): Promise<void> {
  if (!what.includes(only)) return;
  const quiet = { command: dollars(QUIET) };
  const other = { command: ['sleep', '100000'] };
  await using project = await createProject({
    'pom.yaml': JSON.stringify({ processes: { quiet, other, ...processes } }),
  });
  await project.up();
  const restarts: number[] = [];
  const { answers, lines, peakBytes } = await observe(
    project,
    Promise.all([during(project), restart(project, restarts)]),
  );
  const delays = (values: readonly number[]) => `${milliseconds(p50(values))}, ${milliseconds(p99(values))}`;
  report({ what: `${what}: an answer, p50, p99`, value: delays(answers), goal: 'p99 < 50 ms' });
  report({ what: `  a line of a quiet process, p50, p99`, value: delays(lines), goal: 'p99 < 50 ms' });
  report({ what: `  restart of another process, median`, value: milliseconds(p50(restarts)) });
  report({ what: `  most memory of the session`, value: mebibytes(peakBytes) });
}

async function restart(project: Project, took: number[]): Promise<void> {
  const session = await connectTo(project);
  for (let round = 0; round < 9; round += 1) {
    await setTimeout(300);
    const askedAt = performance.now();
    await session.act('restart', ['other'], { wait: true, dependencies: false });
    took.push(performance.now() - askedAt);
  }
  session.close();
}

async function runOnce(project: Project, name: string): Promise<void> {
  const session = await connectTo(project);
  const began = performance.now();
  await session.act('start', [name], { wait: true, dependencies: false });
  await session.wait([name], 'stopped', null);
  report({ what: `  from the start to the end of "${name}"`, value: seconds(performance.now() - began) });
  session.close();
}

async function accountFor(project: Project, written: number): Promise<void> {
  const session = await connectTo(project);
  const usage = await session.usage();
  session.close();
  const logs = usage.ok ? usage.value.logs.find(({ process }) => process === 'big') : undefined;
  if (logs === undefined) throw new Error('nothing is known of the logs');
  const { lines, evictedLines } = logs;
  const count = (of: number) => of.toLocaleString('en');
  report({
    what: `  lines written; stored, evicted`,
    value: `${count(written)}; ${count(lines)}, ${count(evictedLines)}`,
  });
  if (lines + evictedLines !== written) throw new Error(`${written - lines - evictedLines} lines are unaccounted for`);
}

/** Followers that ask, and never read: what one is whose terminal was stopped. */
async function beside(project: Project, count: number): Promise<void> {
  const session = await connectTo(project);
  const { socket } = session.hello;
  session.close();
  await setTimeout(FLOOD_MS / 4);
  const followers = Array.from({ length: count }, () => connect(socket));
  for (const follower of followers) {
    follower.on('error', () => {}).pause();
    follower.write('{"type":"GetLogs","after":0,"from":"start","wait_ms":25000}\n'.repeat(8));
  }
  await setTimeout(FLOOD_MS);
  for (const follower of followers) follower.destroy();
}

function many(count: number, command: readonly string[]): object {
  const names = Array.from({ length: count }, (_, index) => `loud-${index}`);
  return Object.fromEntries(names.map((name) => [name, { command: dollars(command) }]));
}

/** In a list a dollar is interpolated, unless it is written twice. */
function dollars(command: readonly string[]): readonly string[] {
  return command.map((word) => word.replaceAll('$', '$$$$'));
}
