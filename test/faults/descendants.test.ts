/** Descendants that did what daemons do to be rid of their parent, when their process ends and the session lives on. */
import { describe, expect, it } from '@jest/globals';
import { type Descendant, descendantFiles, descendantsOf, KIND_NAMES, stillAlive } from '../rig/descendants.ts';
import { survivorsOf } from '../rig/process-table.ts';
import { createProject, type Project } from '../rig/project.ts';

/** `bystander` leaves a process behind in the same way, but must live. */
const BYSTANDER = 'bystander';

/** @param settings more keys of the process `tree`, after a comma. */
function projectWith(settings = ''): Promise<Project> {
  return createProject({
    ...descendantFiles(KIND_NAMES),
    'pom.yaml': `
processes:
  tree: { command: exec sh tree.sh, stop: { grace: 300ms }${settings} }
  bystander: { command: 'setsid sh descend.sh ${BYSTANDER} & wait' }
`,
  });
}

async function up(project: Project): Promise<readonly Descendant[]> {
  await project.pom(['up', '-d']);
  return descendantsOf(project.dir, [...KIND_NAMES, BYSTANDER]);
}

/** In the order of `KIND_NAMES`: they start in any. */
function kindsAlive(descendants: readonly Descendant[]): readonly string[] {
  const alive = new Set(stillAlive(descendants).map(({ kind }) => kind));
  return [...KIND_NAMES, BYSTANDER].filter((kind) => alive.has(kind));
}

/** `tree.sh` itself, which has become a `sleep` in the group that it was started in. */
function leaderOf(project: Project, descendants: readonly Descendant[]): number {
  const plain = descendants.find(({ kind }) => kind === 'plain');
  const group = survivorsOf(project.dir).find(({ pid }) => pid === plain?.pid)?.pgid;
  if (group === undefined) throw new Error('tree.sh does not run');
  return group;
}

describe('of descendants that are plain, in a session of their own, forked twice, without environment or deaf', () => {
  it('pom stop leaves none, and touches no bystander', async () => {
    await using project = await projectWith();
    const descendants = await up(project);
    expect((await project.pom(['stop', 'tree'])).exitCode).toBe(0);
    expect(kindsAlive(descendants)).toEqual([BYSTANDER]);
  });

  it('the end of the process itself leaves none', async () => {
    await using project = await projectWith();
    const descendants = await up(project);
    process.kill(leaderOf(project, descendants), 'SIGKILL');
    await project.pom(['wait', 'tree', '--for', 'stopped']);
    expect(kindsAlive(descendants)).toEqual([BYSTANDER]);
  });
});

describe('kill', () => {
  it('group leaves alone what left the group', async () => {
    await using project = await projectWith(', kill: group');
    const descendants = await up(project);
    expect((await project.pom(['stop', 'tree'])).exitCode).toBe(0);
    expect(kindsAlive(descendants)).toEqual([...KIND_NAMES.filter((kind) => kind !== 'plain'), BYSTANDER]);
    end(descendants);
  });

  it('leader ends the process alone, and a reload makes it do so', async () => {
    await using project = await projectWith();
    const descendants = await up(project);
    const leader = leaderOf(project, descendants);
    await project.sh("sed -i 's/grace: 300ms }/grace: 300ms }, kill: leader/' pom.yaml; pom reload");
    expect((await project.pom(['stop', 'tree'])).exitCode).toBe(0);
    expect(kindsAlive(descendants)).toEqual([...KIND_NAMES, BYSTANDER]);
    expect(survivorsOf(project.dir).filter(({ pid }) => pid === leader)).toEqual([]);
    end(descendants);
  });
});

/** What was meant to outlive the process is not meant to outlive the test. */
function end(descendants: readonly Descendant[]): void {
  for (const { kind, pid } of stillAlive(descendants)) if (kind !== BYSTANDER) process.kill(pid, 'SIGKILL');
}
