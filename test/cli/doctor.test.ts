import { describe, expect, it } from '@jest/globals';
import { createProject } from '../rig/project.ts';
import { until } from '../rig/until.ts';
import type { PsAnswer } from './answers.ts';

interface DoctorAnswer {
  readonly checks: readonly {
    readonly check: string;
    readonly state: string;
    readonly detail: string;
    readonly advice: string | null;
  }[];
}

/** Nothing in it is started, so that nothing is left when its session is killed. */
const IDLE = 'name: idle\nprocesses: { api: { command: sleep 1000, autostart: false } }\n';

describe('pom doctor', () => {
  it('finds nothing wrong with a project that can run', async () => {
    await using project = await createProject({
      'pom.yaml': 'name: shop\nprocesses: { api: { command: sleep 1000 } }\n',
    });
    const { stdout, exitCode } = await project.pom(['doctor']);
    expect(stdout).toContain('ok       project: shop, 1 process\n');
    expect(exitCode).toBe(0);
  });

  it('ends with 1 for mistakes in the configuration, and says where to look', async () => {
    await using project = await createProject({ 'pom.yaml': 'processes: { api: { comand: sleep 1000 } }\n' });
    const { stdout, exitCode } = await project.pom(['doctor', '--json']);
    expect(JSON.parse(stdout).checks).toContainEqual({
      check: 'project',
      state: 'broken',
      detail: expect.any(String),
      advice: '"pom check" shows every mistake where it is written',
    });
    expect(exitCode).toBe(1);
  });

  it('works outside of any project', async () => {
    await using project = await createProject();
    const { stdout, exitCode } = await project.pom(['doctor']);
    expect(stdout).toContain('project: no pom.yaml here');
    expect(exitCode).toBe(0);
  });

  it('says how the running session answers', async () => {
    await using project = await createProject({ 'pom.yaml': IDLE });
    const detailOf = async () => {
      const { checks } = await project.json<DoctorAnswer>(['doctor']);
      return checks.find(({ check }) => check === 'session')?.detail;
    };
    expect(await detailOf()).toBe('none is running');
    await project.up();
    const { session } = await project.json<PsAnswer>(['ps']);
    expect(await detailOf()).toMatch(new RegExp(`^pid ${session?.pid} answers in [\\d.]+ ms`));
  });

  it('finds what a killed session has left, and removes it with --fix, but nothing of a living one', async () => {
    await using project = await createProject({ 'pom.yaml': IDLE });
    const leftovers = async (...args: readonly string[]) => {
      const { checks } = await project.json<DoctorAnswer>(['doctor', ...args]);
      return checks.find(({ check }) => check === 'leftovers');
    };
    await project.up();
    expect(await leftovers('--fix')).toMatchObject({ state: 'ok', detail: 'none' });
    const { session } = await project.json<PsAnswer>(['ps']);
    process.kill(session?.pid ?? 0, 'SIGKILL');
    // Its socket refuses from the moment in which it is dead, and until then it is somebody's.
    await until(async () => (await project.pom(['ps'])).exitCode === 3, 'the session to be dead');
    expect(await leftovers()).toEqual({
      check: 'leftovers',
      state: 'limited',
      detail: `of dead sessions: idle in ${project.dir}`,
      advice: '"pom doctor --fix" removes them',
    });
    expect(await leftovers('--fix')).toMatchObject({ state: 'ok', detail: `removed those of idle in ${project.dir}` });
    expect(await leftovers()).toMatchObject({ state: 'ok', detail: 'none' });
  });
});
