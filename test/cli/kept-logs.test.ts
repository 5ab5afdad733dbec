/** What is still there of the logs when the session is not. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { obey } from '../rig/command.ts';
import { createProject, type Project } from '../rig/project.ts';
import { until } from '../rig/until.ts';
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

  it('take a fraction of their size on disk, and are read back whole', async () => {
    await using project = await createProject({
      'pom.yaml': `logs: { memory: 1MiB }\nprocesses: { api: { command: ${obey('api')} } }`,
    });
    await project.up();
    const api = await project.spawned('api');
    for (let from = 1; from <= LINES; from += LINES / 6) await api.print(numbered(from, LINES / 6));
    await until(() => arePacked(project), 'log files to be packed');
    const search = ['logs', 'api', '--regex', '^line 7 '];
    expect(textsIn(await project.json<LogsAnswer>(search))).toEqual([numbered(7, 1).trimEnd()]);
    await project.pom(['down']);
    const { stdout } = await project.pom(['logs', 'api', '--raw', '--lines', 'all']);
    expect(stdout.length).toBeGreaterThan(20 * 1024 * 1024);
    expect(stdout === numbered(1, LINES)).toBe(true);
  });

  it('tell exactly how many lines are gone to keep within the limits', async () => {
    const script = 'i=0; while [ $i -lt 60000 ]; do i=$((i+1)); echo "$i of many"; done; exec sleep 1000';
    await using project = await createProject({
      'pom.yaml': `logs: { memory: 1MiB, persist: { max_bytes: 256KiB } }\nprocesses: { counter: { command: '${script}' } }`,
    });
    await project.up();
    await project.logged('counter', /^60000 of many$/);
    await project.pom(['down']);
    const { lines, evicted } = await project.json<LogsAnswer>(['logs', '--lines', 'all']);
    expect(lines.at(-1)?.text).toBe('60000 of many');
    expect(evicted).toBeGreaterThan(0);
    expect(lines.length + evicted).toBe(60_000);
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

/** Enough for three log files of 8 to 10 MiB. */
const LINES = 240_000;

/** Lines of about 100 bytes. */
const numbered = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => `line ${from + index} ${'x'.repeat(88)}\n`).join('');

/** Whether there are three log files, of which those that are finished have become small. */
function arePacked(project: Project): boolean {
  const state = project.env.XDG_STATE_HOME ?? '';
  const files = readdirSync(state, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\/\d+\.log$/.test(name))
    .sort();
  const finished = files.slice(0, -1).map((name) => statSync(path.join(state, name)).size);
  return finished.length >= 2 && finished.every((size) => size < 2 * 1024 * 1024);
}

/** Ends a group that has lost its session, if it is still there. */
function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
