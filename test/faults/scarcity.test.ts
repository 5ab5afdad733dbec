import { closeSync, openSync } from 'node:fs';
import { chmod, copyFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { createProject, type Project } from '../rig/project.ts';
import { until } from '../rig/until.ts';

interface Shown {
  readonly name: string;
  readonly status: string;
  readonly restarts: number;
  readonly cause: { readonly failure?: { readonly reason: string; readonly code?: string } } | null;
}

const SIXTY = Array.from({ length: 60 }, (_, index) => `p${index + 1}`);

function sixtyProcesses(): Promise<Project> {
  const processes = SIXTY.map((name) => `  ${name}: { command: [sleep, '1000'], stop: { grace: 300ms } }`);
  return createProject({ 'pom.yaml': `processes:\n${processes.join('\n')}\n` });
}

async function shown(project: Project): Promise<readonly Shown[]> {
  return (await project.json<{ readonly processes: readonly Shown[] }>(['ps'])).processes;
}

/** Each look is a question to the session, which has to answer. */
async function seen(project: Project, holds: (processes: readonly Shown[]) => boolean): Promise<readonly Shown[]> {
  let processes: readonly Shown[] = [];
  await until(
    async () => {
      processes = await shown(project);
      return holds(processes);
    },
    'the processes to be as they should',
    () => JSON.stringify(processes),
  );
  return processes;
}

function having(status: string, processes: readonly Shown[]): readonly string[] {
  return processes.filter((process) => process.status === status).map(({ name }) => name);
}

describe('with descriptors for fewer than its sixty processes', () => {
  it('the session lives, answers, says what is short, and starts the others when there is room', async () => {
    await using project = await sixtyProcesses();
    await project.sh('ulimit -n 64; exec pom up -d');
    const first = await seen(
      project,
      (processes) => having('running', processes).length + having('backoff', processes).length === 60,
    );
    const running = having('running', first);
    expect(running.length).toBeGreaterThan(5);
    for (const { status, cause, restarts } of first) {
      expect(restarts).toBe(0);
      if (status === 'backoff') expect(cause?.failure).toEqual({ reason: 'out-of-resources', code: 'EMFILE' });
    }
    let why = '';
    // One that waited a moment ago may run by now.
    await until(
      async () => {
        const [waiting = ''] = having('backoff', await shown(project));
        why = (await project.pom(['why', waiting])).stdout;
        return why.includes('no file descriptors left for it (EMFILE)');
      },
      'a process that waits to say why',
      () => why,
    );

    expect((await project.pom(['stop', ...running])).exitCode).toBe(0);
    await seen(project, (processes) => having('running', processes).length >= running.length);
    const down = await project.pom(['down']);
    expect(down.exitCode).toBe(0);
  });

  it('pom up in the foreground ends by SIGTERM and leaves nobody', async () => {
    await using project = await sixtyProcesses();
    const session = project.spawnSh('ulimit -n 64; exec pom up --no-tui');
    await session.stderr.waitForLine(/backoff: .*EMFILE/);
    session.kill('SIGTERM');
    expect((await session.exited).exitCode).toBe(143);
  });
});

describe('a process that runs when no descriptor is left for others', () => {
  it('is still probed, and not stopped for want of an answer', async () => {
    const others = SIXTY.map((name) => `  ${name}: { command: [sleep, '1000'], stop: { grace: 300ms } }`);
    await using project = await createProject({
      'pom.yaml': `
processes:
  well:
    command: [sleep, '1000']
    alive: { exec: 'echo fine', period: 50ms, failures: 1 }
${others.join('\n')}
`,
    });
    await project.sh('ulimit -n 64; exec pom up -d');
    await seen(project, (processes) => having('backoff', processes).length > 30);
    const probes = async () =>
      (
        await project.json<{ readonly probes: readonly { readonly at: string; readonly ok: boolean }[] }>([
          'status',
          'well',
        ])
      ).probes;
    const before = (await probes()).at(-1)?.at ?? '';
    await until(async () => (await probes()).some(({ at, ok }) => ok && at > before), 'another good probe');
    expect(having('running', await shown(project))).toContain('well');
  });
});

describe('a program that is being written', () => {
  it('is started when it has been written, also with "restart: never"', async () => {
    await using project = await createProject({ 'pom.yaml': "processes:\n  busy: { command: [./busy, '1000'] }\n" });
    await copyFile('/bin/sleep', project.path('busy'));
    await chmod(project.path('busy'), 0o755);
    const fd = openSync(project.path('busy'), 'r+');
    await project.pom(['up', '-d']);
    const [busy] = await seen(project, (processes) => having('backoff', processes).length === 1);
    expect(busy?.cause?.failure?.reason).toBe('executable-busy');
    closeSync(fd);
    await seen(project, (processes) => having('running', processes).length === 1);
  });
});
