/** `include`, from outside. */
import { describe, expect, it } from '@jest/globals';
import { createProject } from '../rig/project.ts';
import { type PsAnswer, processIn } from './answers.ts';

describe('include', () => {
  it('runs the processes of the other files in their directories, and reloads when one of them is saved', async () => {
    await using project = await createProject({
      'pom.yaml': 'include: [{ path: shop/pom.yaml, prefix: shop/ }]\nprocesses: { api: { command: exec sleep 1000 } }',
      'shop/pom.yaml': 'processes: { web: { command: pwd; exec sleep 1000 } }',
    });
    await project.up();
    await project.logged('shop/web', new RegExp(`${project.path('shop')}$`));
    const api = processIn(await project.json<PsAnswer>(['ps']), 'api');
    const events = project.spawnPom(['events', '-f', '--json']);
    await events.stdout.waitForLine(/"shop\/web".*"running"/);
    await project.write({ 'shop/pom.yaml': 'processes: { web: { command: echo again; exec sleep 1000 } }' });
    await events.stdout.waitForLine(/"ConfigReloaded"/);
    await project.logged('shop/web', /again$/);
    expect(processIn(await project.json<PsAnswer>(['ps']), 'api').pid).toBe(api.pid);
    await project.write({ 'shop/pom.yaml': 'processes: { web: { comand: echo } }' });
    await events.stdout.waitForLine(/"ConfigRejected"/);
    const { stdout, stderr } = await project.pom(['ps']);
    expect(stdout + stderr).toContain('shop/pom.yaml:1:21');
  });
});
