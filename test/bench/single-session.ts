/**
 * Rounds of several `pom up -d` at the same moment after a session was killed: how many sessions there are in each. It
 * must be one. `npm run bench -- single-session`; runs only when it is named.
 */
import type { PsAnswer } from '../cli/answers.ts';
import { processTable } from '../rig/process-table.ts';
import { createProject, type Project } from '../rig/project.ts';
import { until } from '../rig/until.ts';

const ROUNDS = 50;
const CALLERS = 8;

await using project = await createProject({ 'pom.yaml': 'processes: { api: { command: exec sleep 3600 } }' });
const tally = new Map<string, number>();
for (let round = 1; round <= ROUNDS; round++) {
  const calls = await Promise.all(Array.from({ length: CALLERS }, () => project.pom(['up', '-d'])));
  const failed = calls.filter(({ exitCode }) => exitCode !== 0).length;
  const { session } = await project.json<PsAnswer>(['ps']);
  await until(() => sessions(project).length <= 1, 'those that came too late to end').catch(() => undefined);
  const outcome = `${sessions(project).length} session, ${apis(project)} child, ${CALLERS - failed} of ${CALLERS} commands succeeded`;
  tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
  if (session !== null) process.kill(session.pid, 'SIGKILL');
}
for (const [outcome, rounds] of tally)
  process.stdout.write(`${String(rounds).padStart(4)} of ${ROUNDS} rounds: ${outcome}\n`);
if (tally.size !== 1) process.exitCode = 1;

/** Processes of the project that run pom. */
function sessions({ env }: Project): readonly number[] {
  const marker = `RIG_ROOT=${env.RIG_ROOT}`;
  return processTable()
    .filter(({ argv, environ, state }) => state !== 'Z' && environ?.includes(marker) && argv[1]?.endsWith('/pom.js'))
    .map(({ pid }) => pid);
}

/** How many of the one process run. */
function apis({ dir }: Project): number {
  return processTable().filter(({ argv, cwd }) => cwd === dir && argv.join(' ') === 'sleep 3600').length;
}
