/** How long commands take that people type and scripts call, against an empty Node program, in turns. */
import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { createProject, type Project } from '../rig/project.ts';
import { median, milliseconds, times } from './lib/measure.ts';
import { report } from './lib/report.ts';

const PAIRS = 40;

const COMMANDS = [
  { args: ['ps'], goal: '<= 1.6 x' },
  { args: ['logs', '--lines', '50'], goal: '' },
  { args: ['status', 'web'], goal: '' },
  { args: ['--version'], goal: '' },
];

await using project = await createProject({
  'pom.yaml': JSON.stringify({
    processes: Object.fromEntries(
      ['db', 'api', 'worker', 'web', 'mail'].map((name) => [
        name,
        { command: `echo ${name} listens; exec sleep 1000` },
      ]),
    ),
  }),
});
await project.up();

for (const { args, goal } of COMMANDS) {
  const empty: number[] = [];
  const pom: number[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    empty.push(run(project, ['-e', '0']));
    pom.push(run(project, [pomExecutable(project), ...args]));
  }
  report({
    what: `pom ${args.join(' ')}`,
    value: milliseconds(median(pom)),
    reference: `${milliseconds(median(empty))} node -e 0`,
    ratio: times(median(pom) / median(empty)),
    goal,
  });
}

/** The rig's environment has no NODE_EXTRA_CA_CERTS, which would triple both. */
function run({ dir, env }: Project, args: readonly string[]): number {
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: dir, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - startedAt;
}

function pomExecutable({ env }: Project): string {
  return realpathSync(path.join(env.RIG_ROOT ?? '', 'bin', 'pom'));
}
