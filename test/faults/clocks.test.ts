/** The session does not run for a while, as when the machine sleeps: it is stopped and continued. */
import { describe, expect, it } from '@jest/globals';
import { createProject, type Project } from '../rig/project.ts';

/** Longer than any check may take, and than what counts as a busy machine. Seconds. */
const ASLEEP = 8;

interface Ps {
  readonly session: { readonly pid: number };
  readonly processes: readonly { readonly name: string; readonly restarts: number; readonly ready: boolean | null }[];
}

/** Returns when the session has been stopped for so long, and runs again. */
async function sleepFor(project: Project, seconds: number): Promise<void> {
  const { session } = await project.json<Ps>(['ps']);
  await project.sh(`kill -STOP ${session.pid}; sleep ${seconds}; kill -CONT ${session.pid}`);
}

describe('when a session is stopped and continued', () => {
  it('processes survive, and so does their health', async () => {
    await using project = await createProject({
      'pom.yaml': `
processes:
  api:
    command: sleep 1000
    ready: { exec: 'true', period: 200ms, timeout: 1s }
    alive: { exec: 'true', period: 200ms, timeout: 1s, failures: 1 }
`,
    });
    await project.up();
    await sleepFor(project, ASLEEP);
    const { processes } = await project.json<Ps>(['ps']);
    expect(processes).toMatchObject([{ name: 'api', status: 'running', restarts: 0, ready: true }]);
  });
});
