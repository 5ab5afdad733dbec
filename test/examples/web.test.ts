import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import type { Project } from '../rig/project.ts';
import { copyOfExample } from './example.ts';

const PATH = `${process.env.PATH}:/usr/sbin`;
const isMissing = spawnSync('nginx', ['-v'], { env: { PATH } }).error !== undefined;
const describeWithNginx = isMissing ? describe.skip : describe;

/** Any port will do. */
const env = { WEB_EXAMPLE_PORT: 'auto' };

/** The replicas that answered so many requests, one after the other. */
async function replicasThatAnswer(project: Project, requests: number): Promise<ReadonlySet<number>> {
  const { ports } = await project.json<{ readonly ports: readonly number[] }>(['status', 'nginx']);
  const replicas = new Set<number>();
  for (let request = 0; request < requests; request++) {
    const response = await fetch(`http://127.0.0.1:${ports[0]}/`);
    expect(response.status).toBe(200);
    replicas.add(((await response.json()) as { readonly replica: number }).replica);
  }
  return replicas;
}

describeWithNginx(`examples/web${isMissing ? ' (skipped: there is no nginx here)' : ''}`, () => {
  it('spreads requests over both replicas, and answers when one of them is gone', async () => {
    await using project = await copyOfExample('web');
    expect(await project.pom(['check'], { env })).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await project.pom(['up', '-d', '--wait'], { env })).toMatchObject({ exitCode: 0 });
    expect(await replicasThatAnswer(project, 10)).toEqual(new Set([1, 2]));

    await project.pom(['signal', 'api-1', 'SIGKILL']);
    await replicasThatAnswer(project, 10);
    await project.pom(['stop', 'api-1']);
    expect(await replicasThatAnswer(project, 10)).toEqual(new Set([2]));
  });

  it('says that nginx knows nothing of a replica that is added, until it is restarted', async () => {
    await using project = await copyOfExample('web');
    await project.pom(['up', '-d', '--wait'], { env });
    await project.pom(['scale', 'api', '3']);
    await project.pom(['wait', 'api']);
    expect((await project.pom(['ps'])).stderr).toMatch(/"nginx" was started with POM_PORT_API=.* "pom restart nginx"/);
    await project.pom(['restart', 'nginx']);
    await project.pom(['wait', 'nginx']);
    expect((await project.pom(['ps'])).stderr).toBe('');
    expect(await replicasThatAnswer(project, 15)).toEqual(new Set([1, 2, 3]));
  });
});
