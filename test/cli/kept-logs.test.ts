/** What is still there of the logs when the session is not. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { obey } from '../rig/command.ts';
import { createProject, type Project } from '../rig/project.ts';
import type { ErrorAnswer, LogsAnswer, PsAnswer } from './answers.ts';

const textsIn = ({ lines }: LogsAnswer) => lines.map(({ text }) => text);

/** One session from its start to `pom down`, in which `api` prints these lines. */
async function sessionOf(project: Project, text: string): Promise<void> {
  await project.up();
  const api = await project.spawned('api');
  await api.print(`${text}\n`);
  await project.logged('api', new RegExp(text));
  await project.pom(['down']);
}

describe('the logs of a session that is over', () => {
  it('are there after pom down, and those of earlier sessions too', async () => {
    await using project = await createProject({ 'pom.yaml': `processes: { api: { command: ${obey('api')} } }` });
    expect((await project.pom(['logs'])).exitCode).toBe(3);
    await sessionOf(project, 'of the first');
    await sessionOf(project, 'of the second');
    expect(await project.pom(['logs', 'api'])).toMatchObject({ exitCode: 0, stdout: 'of the second\n', stderr: '' });
    expect(textsIn(await project.json<LogsAnswer>(['logs', '--session', '-2']))).toEqual(['of the first']);

    await project.up();
    await (await project.spawned('api')).print('of the third\n');
    await project.logged('api', /of the third/);
    expect(textsIn(await project.json<LogsAnswer>(['logs']))).toEqual(['of the third']);
    expect(textsIn(await project.json<LogsAnswer>(['logs', '--session', '-1']))).toEqual(['of the second']);
    const { error } = await project.json<ErrorAnswer>(['logs', '--session', '-3']);
    expect(error.message).toMatch(/there are no logs of session -3; .*-1 \(\d{8}T\d{9}Z-\d+\), -2 \(/);
  });

  it('are whole up to the moment in which the session was killed', async () => {
    const script = 'i=0; while :; do i=$((i+1)); echo "$i"; done';
    await using project = await createProject({
      'pom.yaml': `logs: { memory: 1MiB }\nprocesses: { counter: { command: '${script}' }, quiet: { command: echo hello; exec sleep 1000 } }`,
    });
    await project.up();
    // Well beyond what memory keeps.
    await project.logged('counter', /^200000$/);
    const { session, processes } = await project.json<PsAnswer>(['ps']);
    process.kill(session?.pid ?? 0, 'SIGKILL');
    for (const { pid } of processes) if (pid !== null) endGroup(pid);

    const { stdout } = await project.pom(['logs', 'counter', '--raw', '--lines', 'all']);
    const numbers = stdout.trimEnd().split('\n').map(Number);
    expect(numbers.length).toBeGreaterThan(190_000);
    expect(numbers.findIndex((number, index) => number !== index + 1)).toBe(-1);
    expect((await project.pom(['logs', 'quiet'])).stdout).toBe('hello\n');
  });

  it('are not kept where persist is false', async () => {
    await using project = await createProject({
      'pom.yaml': `logs: { persist: false }\nprocesses: { api: { command: ${obey('api')} } }`,
    });
    await sessionOf(project, 'in memory only');
    expect((await project.pom(['logs'])).exitCode).toBe(3);
    expect(readdirSync(project.env.XDG_STATE_HOME ?? '', { recursive: true })).toEqual([]);
  });
});

/** Ends a group that has lost its session, if it is still there. */
function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
