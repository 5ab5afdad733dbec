/** What is done to a session at random. Each returns when it is done, not when its consequences are over. */

import type { PomProcess } from '../rig/pom-process.ts';
import { survivorsOf } from '../rig/process-table.ts';
import type { Project } from '../rig/project.ts';
import type { Random } from './random.ts';
import { CALM, FLOOD, REPLICAS, type SoakVariant, STEADY, soakConfig } from './soak-project.ts';

export interface Stage {
  readonly project: Project;
  readonly random: Random;
  /** Clients that follow; some of them are stopped. */
  readonly followers: PomProcess[];
  /** For what must not have happened. */
  report(mistake: string): void;
}

type Torment = (stage: Stage) => Promise<void>;

/** How often each comes, relative to the others. */
export const TORMENT_WEIGHTS = {
  crash: 10,
  restart: 5,
  stopAndStart: 4,
  scale: 3,
  reload: 4,
  brokenReload: 2,
  flood: 3,
  follow: 4,
  stopFollower: 2,
  killFollower: 3,
  killCommand: 3,
  killGuardian: 2,
  look: 4,
} as const;

export type TormentName = keyof typeof TORMENT_WEIGHTS;

const MOST_FOLLOWERS = 6;

export const TORMENTS: Readonly<Record<TormentName, Torment>> = {
  /** kill -9 of whatever runs: leaders and descendants. */
  crash: async ({ project, random }) => {
    const children = survivorsOf(project.dir).filter(({ argv }) => argv[0] === 'sh' || argv[0] === 'sleep');
    for (let i = random.between(1, 4); i > 0; i--) killIfThere(random.pick(children)?.pid, 'SIGKILL');
  },
  restart: (stage) => act(stage, ['restart', someName(stage)]),
  stopAndStart: async (stage) => {
    const name = someName(stage);
    await act(stage, ['stop', name]);
    await act(stage, ['start', name]);
  },
  scale: (stage) => act(stage, ['scale', 'pool', String(stage.random.between(1, 5))]),
  reload: async (stage) => {
    const { random } = stage;
    const changed = random.pick(['slow', 'fast', 'screen', 'db', 'forker']) ?? null;
    await reloadTo(stage, { changed, changeNumber: random.between(1, 1e6), extra: random.next() < 0.5 });
  },
  /** The mistake is told and nothing else happens; what was right before is written again. */
  brokenReload: async (stage) => {
    const { project, random } = stage;
    const broken = random.pick(['processes: {', 'processes: { slow: { command: [sh], restrat: always } }', '\0', '']);
    await project.write({ 'pom.yaml': broken ?? '' });
    const { exitCode } = await project.pom(['reload']);
    if (exitCode === 0) stage.report(`pom reload took ${JSON.stringify(broken)} for a configuration`);
    await reloadTo(stage, CALM);
  },
  flood: (stage) => act(stage, ['start', FLOOD, '--no-wait']),
  follow: async ({ project, followers }) => {
    if (followers.length < MOST_FOLLOWERS) followers.push(project.spawnPom(['logs', '-f', '--lines', 'all']));
  },
  stopFollower: async ({ random, followers }) => random.pick(followers)?.kill('SIGSTOP'),
  killFollower: async ({ random, followers }) => {
    const follower = random.pick(followers);
    if (follower === undefined) return;
    followers.splice(followers.indexOf(follower), 1);
    follower.kill('SIGKILL');
    await follower.exited;
  },
  killCommand: async (stage) => {
    const { project, random } = stage;
    const args = random.pick([
      ['restart', someName(stage)],
      ['up', '-d', '--wait'],
      ['reload'],
      ['ps'],
      ['top', '--once'],
    ]);
    const command = project.spawnPom(args ?? []);
    await new Promise((resolve) => setTimeout(resolve, random.between(0, 300)));
    command.kill('SIGKILL');
    await command.exited;
  },
  killGuardian: async ({ project }) => killIfThere(guardianOf(project), 'SIGKILL'),
  look: async (stage) => {
    const questions = [
      ['ps'],
      ['status', someName(stage)],
      ['logs', '--lines', '20'],
      ['why', someName(stage)],
      ['plan'],
    ];
    await act(stage, stage.random.pick(questions) ?? ['ps']);
  },
};

/** Everything as it was when the session was new: no followers, the file, the replicas, everything runs. */
export async function calm(stage: Stage): Promise<void> {
  const { project, followers } = stage;
  for (const follower of followers) follower.kill('SIGKILL');
  await Promise.all(followers.splice(0).map((follower) => follower.exited));
  await reloadTo(stage, CALM);
  await act(stage, ['scale', 'pool', String(REPLICAS)]);
  await act(stage, ['stop', FLOOD]);
  await act(stage, ['start', ...STEADY]);
  await project.pom(['wait', ...STEADY, '--for', 'running', '--timeout', '15s']);
}

/** The shell at the other end of the session's pipe; undefined between two of them. */
export function guardianOf({ env }: Project): number | undefined {
  const runtime = `${env.XDG_RUNTIME_DIR}/`;
  const isGuardian = (argv: readonly string[]) =>
    argv[0] === '/bin/sh' && argv[1] === '-c' && argv.some((word) => word.startsWith(runtime));
  return survivorsOf(env.RIG_ROOT ?? '').find(({ argv }) => isGuardian(argv))?.pid;
}

export function killIfThere(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function reloadTo(stage: Stage, variant: SoakVariant): Promise<void> {
  await stage.project.write({ 'pom.yaml': soakConfig(variant) });
  await act(stage, ['reload']);
}

function someName({ random }: Stage): string {
  return random.pick([...STEADY, 'pool', 'crasher', 'hopeless', 'ticker']) ?? 'slow';
}

/** Runs a command that has to answer. What it acts on may be gone or may crash in the meantime, which is its 1, 4 or 6. */
async function act({ project, report }: Stage, args: readonly string[]): Promise<void> {
  const { exitCode, signal, stderr } = await project.pom(args);
  const isAnswer = [0, 1, 4, 6].includes(exitCode ?? -1) && !/Internal error|^\s+at /m.test(stderr);
  if (!isAnswer) report(`pom ${args.join(' ')} ended with ${exitCode ?? signal}: ${stderr}`);
}
