/** pom itself is killed. The judge is the system's table of processes. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readLedger } from '../../src/supervisor/guardian/read-ledger.ts';
import { processOf, survivorsOf } from '../rig/process-table.ts';
import { createProject, type Project } from '../rig/project.ts';
import { until } from '../rig/until.ts';

const TREE = `
sleep 1000 &
setsid sleep 1000 &
env -i setsid sh -c "sleep 1000 & exit" &
setsid bash -c "exec 198>&-; sleep 1000 & exit" &
setsid sh -c 'trap "" TERM HUP INT; sleep 1000 & wait; wait' &
echo planted
wait
`;
const SLEEPERS = 5;

function projectWith(more = ''): Promise<Project> {
  return createProject({
    'tree.sh': TREE,
    'pom.yaml': `
processes:
  tree: { command: exec sh tree.sh, stop: { grace: 300ms } }
  screen: { command: 'echo on a screen; sleep 1000', tty: true, stop: { grace: 300ms } }
${more}`,
  });
}

interface Pids {
  readonly session: number;
  readonly guardian: number;
}

function sleepers(project: Project): number {
  return survivorsOf(project.dir).filter(({ argv }) => argv.join(' ') === 'sleep 1000').length;
}

/** A session in the background whose whole tree has exec'd. */
async function up(project: Project, screens = 1): Promise<Pids> {
  await project.up();
  await until(() => sleepers(project) === SLEEPERS + screens, 'the descendants');
  return pidsOf(project);
}

async function pidsOf(project: Project): Promise<Pids> {
  const { session } = await project.json<{ session: { pid: number } }>(['ps', '--json']);
  const [directory = ''] = readdirSync(`${project.env.XDG_RUNTIME_DIR}/pom`);
  const ledger = readLedger(`${project.env.XDG_RUNTIME_DIR}/pom/${directory}/children`);
  return { session: session.pid, guardian: ledger?.guardian?.pid ?? 0 };
}

describe('when the session is killed', () => {
  it('no descendant survives', async () => {
    await using project = await projectWith();
    const { session, guardian } = await up(project);
    process.kill(session, 'SIGKILL');
    await until(() => processOf(guardian) === null, 'the end of the guardian');
    expect(survivorsOf(project.dir)).toEqual([]);
  });

  it('what was meant to outlive its process survives', async () => {
    await using project = await projectWith("  daemon: { command: 'setsid sleep 2000 & wait', kill: leader }\n");
    const { session, guardian } = await up(project);
    process.kill(session, 'SIGKILL');
    await until(() => processOf(guardian) === null, 'the end of the guardian');
    const survivors = survivorsOf(project.dir);
    for (const { pid } of survivors) process.kill(pid, 'SIGKILL');
    expect(survivors.map(({ argv }) => argv.join(' '))).toEqual(['sleep 2000']);
  });

  it('with its guardian, the next session ends who is left, and says so', async () => {
    await using project = await projectWith();
    const { session, guardian } = await up(project);
    const before = new Set(survivorsOf(project.dir).map(({ pid }) => pid));
    process.kill(guardian, 'SIGKILL');
    process.kill(session, 'SIGKILL');
    const next = await project.up();
    expect(next.stderr).toMatch(/^pom: the session before this one was killed and left \d+ processes behind/);
    expect(survivorsOf(project.dir).filter(({ pid }) => before.has(pid))).toEqual([]);
  });

  it('with its guardian, pom run ends who is left, too, and says so', async () => {
    await using project = await projectWith("  ready: { command: 'exec sleep 2000' }\n");
    const { session, guardian } = await up(project);
    process.kill(guardian, 'SIGKILL');
    process.kill(session, 'SIGKILL');
    const { exitCode, stderr } = await project.pom(['run', 'ready', '--', 'true']);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^pom: the session before this one was killed and left \d+ processes behind/);
    expect(survivorsOf(project.dir)).toEqual([]);
  });

  it('with its guardian, pom down ends who is left', async () => {
    await using project = await projectWith();
    const { session, guardian } = await up(project);
    process.kill(guardian, 'SIGKILL');
    process.kill(session, 'SIGKILL');
    const down = await project.pom(['down']);
    expect(down).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^a session that was killed had left/) });
    expect(survivorsOf(project.dir)).toEqual([]);
    expect(await project.pom(['down'])).toMatchObject({ exitCode: 3 });
  });

  it('while its guardian is stopped, the next session has it go on', async () => {
    await using project = await projectWith();
    const { session, guardian } = await up(project);
    const before = new Set(survivorsOf(project.dir).map(({ pid }) => pid));
    process.kill(guardian, 'SIGSTOP');
    process.kill(session, 'SIGKILL');
    await project.up();
    expect(survivorsOf(project.dir).filter(({ pid }) => before.has(pid))).toEqual([]);
    expect(processOf(guardian)).toBeNull();
  });
});

describe('when a pom run is killed', () => {
  it('its command is ended with the project, whatever the command has started', async () => {
    await using project = await projectWith();
    const script = 'setsid sleep 3000 & env -i setsid sleep 3000 & exec sleep 3000';
    const run = project.spawnPom(['run', '--', 'sh', '-c', script]);
    const ofCommand = () => survivorsOf(project.dir).filter(({ argv }) => argv.join(' ') === 'sleep 3000');
    await until(() => ofCommand().length === 3, 'the command and what it starts');
    const { session, guardian } = await pidsOf(project);
    process.kill(session, 'SIGKILL');
    await run.exited;
    await until(() => processOf(guardian) === null, 'the end of the guardian');
    expect(survivorsOf(project.dir)).toEqual([]);
  });

  it('what its command had left behind on purpose is left alone', async () => {
    await using project = await projectWith();
    const script = 'sleep 3000 >/dev/null 2>&1 & exit 3';
    const { exitCode } = await project.pom(['run', '--', 'sh', '-c', script]);
    const left = survivorsOf(project.dir);
    for (const { pid } of left) process.kill(pid, 'SIGKILL');
    expect([exitCode, left.map(({ argv }) => argv.join(' '))]).toEqual([3, ['sleep 3000']]);
  });
});

describe('when the guardian is killed', () => {
  it('there is another, and the session goes on', async () => {
    await using project = await projectWith();
    const { session, guardian } = await up(project);
    process.kill(guardian, 'SIGKILL');
    let second = guardian;
    await until(async () => {
      second = (await pidsOf(project)).guardian;
      return second !== guardian;
    }, 'another guardian');
    process.kill(session, 'SIGKILL');
    await until(() => processOf(second) === null, 'the end of the second guardian');
    expect(survivorsOf(project.dir)).toEqual([]);
  });
});

describe('when the session ends by itself', () => {
  it('its guardian does, too', async () => {
    await using project = await projectWith();
    const { guardian } = await up(project);
    await project.pom(['down']);
    await until(() => processOf(guardian) === null, 'the end of the guardian');
  });
});
