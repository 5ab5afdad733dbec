/**
 * What is left of a process's descendants when its supervisor ends, for pom and, where they are found on the PATH, for
 * pm2, concurrently and supervisord: `npm run bench -- survivors`. Minutes long, so it runs only when it is named.
 */
import { setTimeout } from 'node:timers/promises';
import {
  type Descendant,
  daemonsHere,
  descendantFiles,
  descendantsOf,
  KIND_NAMES,
  stillAlive,
} from '../rig/descendants.ts';
import { survivorsOf } from '../rig/process-table.ts';
import { createProject, type Project } from '../rig/project.ts';
import { hasTmux, Tmux } from '../rig/tmux.ts';
import { isInstalled, SUPERVISORS, type Supervisor } from './lib/supervisors.ts';

/** How long a descendant may live on before it counts as a survivor. All tools are told to give one second of grace. */
const PATIENCE_MS = 5_000;
const TERMINAL = { columns: 80, rows: 24 };

const ENDS = ['SIGKILL', 'SIGTERM', 'SIGHUP', 'SIGINT', 'terminal', 'down'] as const;
type End = (typeof ENDS)[number];

const { installed, missing } = daemonsHere();
const kinds = [...KIND_NAMES, ...installed];
const widths = kinds.map((kind) => Math.max(kind.length, 7));

process.stdout.write(
  `Time until each descendant was gone; ALIVE: after ${PATIENCE_MS / 1000} s it was not; -: there is no such end.\n`,
);
if (missing.length > 0) process.stdout.write(`Not on this machine: ${missing.join(', ')}.\n`);
for (const supervisor of SUPERVISORS) {
  if (!isInstalled(supervisor)) {
    process.stdout.write(`\n${supervisor.name} is not on the PATH\n`);
    continue;
  }
  process.stdout.write(`\n${row(supervisor.name, kinds)}\n`);
  for (const end of ENDS) process.stdout.write(`${row(`  ${end}`, await cells(supervisor, end))}\n`);
}

function row(title: string, values: readonly string[]): string {
  return [title.padEnd(14), ...values.map((value, column) => value.padStart(widths[column] ?? 0))].join('  ');
}

/** One project, one session, one end: what became of each kind. */
async function cells(supervisor: Supervisor, end: End): Promise<readonly string[]> {
  const { background, down } = supervisor;
  if ((end === 'down' && (background === null || down === null)) || (end === 'terminal' && !hasTmux))
    return kinds.map(() => '-');
  const project = await createProject({ ...descendantFiles(kinds), ...supervisor.files });
  try {
    const finish = await start(supervisor, project, end);
    const descendants = await descendantsOf(project.dir, kinds);
    const endedAt = performance.now();
    const finished = finish();
    const times = await watch(descendants, endedAt);
    await Promise.race([finished, setTimeout(PATIENCE_MS)]);
    return kinds.map((kind) => times.get(kind) ?? 'ALIVE');
  } catch (error) {
    process.stderr.write(`${supervisor.name}, ${end}: ${(error as Error).message}\n`);
    return kinds.map(() => '?');
  } finally {
    killAll(project);
    // Nothing that was left is left for it to complain about.
    await project[Symbol.asyncDispose]();
  }
}

/** Starts a session and returns what ends it in that way. */
async function start(supervisor: Supervisor, project: Project, end: End): Promise<() => Promise<unknown>> {
  if (end === 'down') {
    await project.sh(`${supervisor.background} > background.log 2>&1 < /dev/null`);
    return () => project.sh(supervisor.down ?? '');
  }
  if (end === 'terminal') {
    const terminal = new Tmux(project, supervisor.foreground, TERMINAL);
    return async () => terminal[Symbol.dispose]();
  }
  const session = project.spawnSh(supervisor.foreground);
  return async () => session.kill(end);
}

/** When each of those that ended did so. */
async function watch(descendants: readonly Descendant[], since: number): Promise<ReadonlyMap<string, string>> {
  const times = new Map<string, string>();
  let alive = descendants;
  while (alive.length > 0 && performance.now() < since + PATIENCE_MS) {
    alive = stillAlive(alive);
    const now = `${Math.round(performance.now() - since)} ms`;
    for (const { kind } of descendants) {
      if (!times.has(kind) && !alive.some((living) => living.kind === kind)) times.set(kind, now);
    }
    await setTimeout(10);
  }
  return times;
}

/** By pid, until none of the project is left: those that restart others may do so once more. */
function killAll(project: Project): void {
  for (let rounds = 0; rounds < 10; rounds++) {
    const survivors = survivorsOf(project.env.RIG_ROOT ?? '');
    if (survivors.length === 0) return;
    for (const { pid } of survivors) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended by itself in the meantime.
      }
    }
  }
}
