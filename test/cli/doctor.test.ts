import { describe, expect, it } from '@jest/globals';
import { createProject } from '../rig/project.ts';

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
});
