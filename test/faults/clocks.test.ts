/** The session does not run for a while, as when the machine sleeps: it is stopped and continued. */
import { describe, expect, it } from '@jest/globals';
import type { LsAnswer } from '../cli/answers.ts';
import { obey } from '../rig/command.ts';
import { survivorsOf } from '../rig/process-table.ts';
import { createProject, type Project } from '../rig/project.ts';
import { RawClient } from '../rig/raw-client.ts';

/** Longer than any check may take, and than what counts as a busy machine. Seconds. */
const ASLEEP = 8;

interface Ps {
  readonly session: { readonly pid: number };
  readonly processes: readonly { readonly name: string; readonly restarts: number; readonly ready: boolean | null }[];
}

interface Logs {
  readonly lines: readonly { readonly id: number }[];
}

/** Returns when the session has been stopped for so long, and runs again. */
async function sleepFor(project: Project, seconds: number, pid?: number): Promise<void> {
  const session = pid ?? (await project.json<Ps>(['ps'])).session.pid;
  await project.sh(`kill -STOP ${session}; sleep ${seconds}; kill -CONT ${session}`);
}

/** The same with everything that the session has started: first nobody new comes, then nobody goes on. */
async function machineSleepsFor(project: Project, seconds: number): Promise<void> {
  const { session } = await project.json<Ps>(['ps']);
  process.kill(session.pid, 'SIGSTOP');
  const others = survivorsOf(project.dir).filter(({ pid }) => pid !== session.pid);
  const pids = [session.pid, ...others.map(({ pid }) => pid)].join(' ');
  // Who has ended by itself in between cannot be stopped.
  await project.sh(`kill -STOP ${pids} 2>/dev/null; sleep ${seconds}; kill -CONT ${pids} 2>/dev/null; :`);
}

const HEALTHY = `
processes:
  api:
    command: sleep 1000
    ready: { exec: 'true', period: 200ms, timeout: 1s }
    alive: { exec: 'true', period: 200ms, timeout: 1s, failures: 1 }
`;

describe('when a session is stopped and continued', () => {
  it('processes survive, and so does their health', async () => {
    await using project = await createProject({ 'pom.yaml': HEALTHY });
    await project.up();
    await sleepFor(project, ASLEEP);
    const { processes } = await project.json<Ps>(['ps']);
    expect(processes).toMatchObject([{ name: 'api', status: 'running', restarts: 0, ready: true }]);
  });

  it('a wait with a timeout goes on for what was left of it', async () => {
    await using project = await createProject({
      'pom.yaml': `processes: { api: { command: '${obey('api')}', ready: { log: up } } }`,
    });
    await project.pom(['up', '-d']);
    const api = await project.spawned('api');
    const { pid, socket } = (await project.json<LsAnswer>(['ls'])).sessions[0] ?? { pid: 0, socket: '' };
    using client = new RawClient(socket);
    client.write(`{"id":1,"type":"Wait","process_id":["api"],"goal":"ready","timeout_ms":${(ASLEEP - 1) * 1000}}\n`);
    client.write('{"id":2,"type":"ListProcesses"}\n');
    // What is asked later is answered first: the wait is under way.
    expect(await client.reply()).toMatchObject({ id: 2, type: 'Processes' });
    await sleepFor(project, ASLEEP, pid);
    await api.print('up\n');
    expect(await client.reply()).toMatchObject({ outcomes: [{ name: 'api', ok: true }] });
  });
});

describe('when a session is stopped and continued with everything it has started', () => {
  it('processes survive, and so does their health', async () => {
    await using project = await createProject({ 'pom.yaml': HEALTHY });
    await project.up();
    await machineSleepsFor(project, ASLEEP);
    const { processes } = await project.json<Ps>(['ps']);
    expect(processes).toMatchObject([{ name: 'api', status: 'running', restarts: 0, ready: true }]);
  });

  it('a schedule makes up for no more than one run', async () => {
    await using project = await createProject({
      'pom.yaml': 'processes: { job: { command: echo run, schedule: { every: 1s } } }',
    });
    const began = performance.now();
    await project.up();
    await project.logged('job', /run/);
    await machineSleepsFor(project, ASLEEP);
    const { lines } = await project.json<Logs>(['logs', '-n', '1']);
    const follower = project.spawnPom(['logs', '-f', '--after', String(lines.at(-1)?.id ?? 0)]);
    await follower.stdout.waitForLine(/run/);
    follower.kill('SIGKILL');
    const { lines: runs } = await project.json<Logs>(['logs', '-n', 'all']);
    // However slow the machine is, only time in which the session was awake makes runs due, and one more is made up for.
    const awakeSeconds = (performance.now() - began) / 1000 - ASLEEP;
    expect(runs.length).toBeLessThanOrEqual(awakeSeconds + 2);
  });
});
