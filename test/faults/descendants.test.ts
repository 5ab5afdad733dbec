/** Descendants that did what daemons do to be rid of their parent. The judge is the system's table of processes. */
import { describe, expect, it } from '@jest/globals';
import { survivorsOf } from '../rig/process-table.ts';
import { createProject, type Project } from '../rig/project.ts';

/** Each leaves a living process behind. All stand in the project, by which they are found whatever they cleared. */
const DESCENDANTS = {
  plain: 'sleep 1000 &',
  setsid: 'setsid sleep 1000 &',
  'double-forked': 'setsid sh -c "sleep 1000 & exit" &',
  'environment-cleared': 'env -i setsid sh -c "sleep 1000 & exit" &',
  'descriptors-closed': 'setsid bash -c "exec 198>&-; sleep 1000 & exit" &',
  'signal-ignoring': `setsid sh -c 'trap "" TERM HUP INT; sleep 1000 & wait; wait' &`,
} as const;

/** `bystander` is started in the same way, but must live. */
function projectWith(end: string, settings = ''): Promise<Project> {
  return createProject({
    'tree.sh': `${Object.values(DESCENDANTS).join('\n')}\n${end}\n`,
    'pom.yaml': `
processes:
  tree: { command: exec sh tree.sh, stop: { grace: 300ms }${settings} }
  bystander: { command: 'setsid sleep 2000 & wait' }
`,
  });
}

function sleepers(project: Project, seconds: number): number {
  return survivorsOf(project.dir).filter(({ argv }) => argv.join(' ') === `sleep ${seconds}`).length;
}

async function up(project: Project): Promise<void> {
  await project.pom(['up', '-d']);
  await started(project);
}

/** A run has all its descendants when they have exec'd. */
async function started(project: Project): Promise<void> {
  for (const deadline = performance.now() + 10_000; ; ) {
    if (sleepers(project, 1000) === Object.keys(DESCENDANTS).length && sleepers(project, 2000) === 1) return;
    if (performance.now() > deadline) throw new Error(`only ${sleepers(project, 1000)} descendants have started`);
    await project.pom(['ps']);
  }
}

describe('of descendants that are plain, in a session of their own, forked twice, without environment or deaf', () => {
  it('pom stop leaves none, and touches no bystander', async () => {
    await using project = await projectWith('wait');
    await up(project);
    expect((await project.pom(['stop', 'tree'])).exitCode).toBe(0);
    expect(sleepers(project, 1000)).toBe(0);
    expect(sleepers(project, 2000)).toBe(1);
  });

  it('pom down leaves none', async () => {
    await using project = await projectWith('wait');
    await up(project);
    expect((await project.pom(['down'])).exitCode).toBe(0);
    expect(sleepers(project, 1000) + sleepers(project, 2000)).toBe(0);
  });

  it('the end of the process itself leaves none', async () => {
    await using project = await projectWith('wait $!; exit 3', ', success_exit_codes: [0, 3]');
    await up(project);
    const [leader] = survivorsOf(project.dir).filter(({ argv }) => argv.join(' ') === 'sh tree.sh');
    if (leader === undefined) throw new Error('tree.sh does not run');
    process.kill(leader.pid, 'SIGKILL');
    await project.pom(['wait', 'tree', '--for', 'stopped']);
    expect(sleepers(project, 1000)).toBe(0);
    expect(sleepers(project, 2000)).toBe(1);
  });
});

describe.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)('%s to the session', (signal) => {
  it('leaves no descendant', async () => {
    await using project = await projectWith('wait');
    const session = project.spawnPom(['up', '--no-tui']);
    await started(project);
    session.kill(signal);
    await session.exited;
    expect(sleepers(project, 1000) + sleepers(project, 2000)).toBe(0);
  });
});

describe('kill', () => {
  it('group leaves alone what left the group', async () => {
    await using project = await projectWith('wait', ', kill: group');
    await up(project);
    expect((await project.pom(['stop', 'tree'])).exitCode).toBe(0);
    expect(sleepers(project, 1000)).toBe(Object.keys(DESCENDANTS).length - 1);
    end(project);
  });

  it('leader ends the process alone, and a reload makes it do so', async () => {
    await using project = await projectWith('wait');
    await up(project);
    await project.sh("sed -i 's/grace: 300ms }/grace: 300ms }, kill: leader/' pom.yaml; pom reload");
    expect((await project.pom(['stop', 'tree'])).exitCode).toBe(0);
    expect(sleepers(project, 1000)).toBe(Object.keys(DESCENDANTS).length);
    expect(survivorsOf(project.dir).filter(({ argv }) => argv.join(' ') === 'sh tree.sh')).toEqual([]);
    end(project);
  });
});

/** What was meant to outlive the process is not meant to outlive the test. */
function end(project: Project): void {
  for (const { pid, argv } of survivorsOf(project.dir)) {
    if (argv.join(' ') === 'sleep 1000' || argv[0] === 'sh') process.kill(pid, 'SIGKILL');
  }
}
