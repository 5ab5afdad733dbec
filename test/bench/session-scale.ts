/** Many processes: how fast they come and go, and what a session costs that has nothing to do. */
import { writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { type PsAnswer, processIn } from '../cli/answers.ts';
import { createProject, type Project } from '../rig/project.ts';
import {
  cpuTime,
  mebibytes,
  median,
  milliseconds,
  parseMicroseconds,
  percent,
  residentBytes,
  seconds,
  timed,
  wallTime,
} from './lib/measure.ts';
import { report } from './lib/report.ts';

const ROUNDS = 3;
const CRASHES = 9;
const RELOADS = 7;
const IDLE_MS = 10_000;

/** Long enough for whatever a crash or a reload set off to be over. */
const PAUSE_MS = 500;

await upAndDown(100, { up: '< 0.80 s', down: '< 0.50 s' });
await upAndDown(500, { up: '< 3.00 s', down: '' });
await idle();
await crash();
await reload();

function sleepers(count: number, env: Readonly<Record<string, string>> = {}): string {
  const names = Array.from({ length: count }, (_, i) => `sleeper-${i}`);
  return JSON.stringify({
    processes: Object.fromEntries(names.map((name) => [name, { command: ['sleep', '100000'], env }])),
  });
}

async function upAndDown(count: number, goal: { readonly up: string; readonly down: string }): Promise<void> {
  await using project = await createProject({ 'pom.yaml': sleepers(count) });
  const up: number[] = [];
  const down: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    up.push(await timed(() => project.up()));
    const { processes } = await project.json<PsAnswer>(['ps']);
    if (processes.some(({ status }) => status !== 'running')) throw new Error('not all processes run');
    down.push(await timed(() => project.pom(['down'])));
  }
  report({ what: `pom up -d --wait of ${count} processes`, value: seconds(median(up)), goal: goal.up });
  report({ what: `pom down of ${count} processes`, value: seconds(median(down)), goal: goal.down });
}

async function idle(): Promise<void> {
  await using project = await createProject({ 'pom.yaml': sleepers(100) });
  await project.up();
  const pid = await sessionPid(project);
  await setTimeout(PAUSE_MS);
  const before = cpuTime(pid);
  await setTimeout(IDLE_MS);
  const cpu = (cpuTime(pid) - before) / IDLE_MS;
  report({ what: 'CPU of an idle session with 100 quiet children', value: percent(cpu), goal: '< 0.5 % of a core' });
  report({ what: 'memory of that session', value: mebibytes(residentBytes(pid)), goal: '< 90 MB' });
}

async function crash(): Promise<void> {
  await using project = await createProject({
    'pom.yaml': JSON.stringify({
      processes: {
        phoenix: {
          command: ['sleep', '100000'],
          restart: { policy: 'always', reset_after: '1ms', backoff: { initial: '0ms' } },
        },
      },
    }),
  });
  await project.up();
  const delays: number[] = [];
  for (let i = 0; i < CRASHES; i++) {
    const { pid } = processIn(await project.json<PsAnswer>(['ps']), 'phoenix');
    const crashedAt = wallTime();
    process.kill(pid ?? 0, 'SIGKILL');
    await setTimeout(PAUSE_MS);
    delays.push((await lastStart(project, 'phoenix')) - crashedAt);
  }
  report({
    what: 'from a crash to the next run, without backoff',
    value: milliseconds(median(delays)),
    goal: '<= 15 ms',
  });
}

async function reload(): Promise<void> {
  await using project = await createProject({ 'pom.yaml': sleepers(100) });
  await project.up();
  const delays: number[] = [];
  for (let i = 0; i < RELOADS; i++) {
    await setTimeout(PAUSE_MS);
    const config = JSON.parse(sleepers(100));
    config.processes['sleeper-50'].env = { GENERATION: String(i) };
    const text = JSON.stringify(config);
    const savedAt = wallTime();
    writeFileSync(project.path('pom.yaml'), text);
    await setTimeout(3 * PAUSE_MS);
    delays.push((await lastStart(project, 'sleeper-50')) - savedAt);
  }
  report({
    what: 'from saving pom.yaml to the changed process running, of 100',
    value: milliseconds(median(delays)),
    goal: '<= 300 ms',
  });
}

/** When the process last came to run: when its new child had been spawned. Wall time, ms. */
async function lastStart(project: Project, name: string): Promise<number> {
  const { stdout } = await project.pom(['events', '--json']);
  const events = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const last = events.findLast(({ event: { process } }) => process?.name === name && process.status === 'running');
  return parseMicroseconds(last?.at ?? '');
}

async function sessionPid(project: Project): Promise<number> {
  return (await project.json<PsAnswer>(['ps'])).session?.pid ?? 0;
}
