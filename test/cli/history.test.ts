/** What the HTTP API can look back at, as somebody asks for it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createProject, type Project } from '../rig/project.ts';
import { until } from '../rig/until.ts';
import type { PsAnswer } from './answers.ts';

interface OpenAnswer {
  readonly api: string;
  readonly token: string;
}

interface HistoryAnswer {
  readonly began_at: string;
  readonly every_ms: number;
  readonly offsets_ms: readonly number[];
  readonly processes: readonly {
    readonly name: string;
    readonly cpu: readonly (number | null)[];
    readonly memory: readonly (number | null)[];
  }[];
}

interface TimelineAnswer {
  readonly began_at: string;
  readonly now: string;
  readonly processes: readonly {
    readonly name: string;
    readonly runs: readonly { readonly run: number; readonly started_at: string; readonly ended_at: string | null }[];
    readonly failed_probes: readonly { readonly run: number; readonly answer: string }[];
  }[];
  readonly reloads: readonly { readonly accepted: boolean }[];
}

const CONFIG = `
reload: manual
processes:
  api: {command: exec sleep 1000}
  idle: {command: "true", autostart: false}
  job: {command: exit 3, autostart: false}
  slow: {command: exec sleep 1000, autostart: false, ready: {file: never}}
`;

let project: Project;
let open: OpenAnswer;

beforeAll(async () => {
  project = await createProject({ 'pom.yaml': CONFIG });
  await project.up('--http');
  open = await project.json<OpenAnswer>(['open']);
});

afterAll(() => project[Symbol.asyncDispose]());

function get(pathname: string): Promise<Response> {
  return fetch(open.api + pathname, { headers: { authorization: `Bearer ${open.token}` } });
}

async function history(query = ''): Promise<HistoryAnswer> {
  return (await (await get(`/resources/history${query}`)).json()) as HistoryAnswer;
}

async function timeline(query = ''): Promise<TimelineAnswer> {
  return (await (await get(`/timeline${query}`)).json()) as TimelineAnswer;
}

describe('the history of resources', () => {
  it('tells what processes have used, on one time axis', async () => {
    let answer = await history();
    // The first row is from before the processes were started.
    await until(async () => {
      answer = await history();
      return answer.processes.some(({ memory }) => memory.some((bytes) => bytes !== null));
    }, 'a row in which a process lives');
    expect(answer.every_ms).toBe(2_000);
    expect(Date.parse(answer.began_at) + (answer.offsets_ms.at(-1) ?? 0)).toBeLessThanOrEqual(Date.now());
    expect(answer.processes.map(({ name }) => name)).toEqual(['api', 'idle', 'job', 'slow']);
    for (const { cpu, memory } of answer.processes) {
      expect([cpu.length, memory.length]).toEqual([answer.offsets_ms.length, answer.offsets_ms.length]);
    }
    expect(answer.processes[0]?.memory.at(-1)).toBeGreaterThan(0);
    expect(answer.processes[1]?.memory.every((bytes) => bytes === null)).toBe(true);
  });

  it('tells what has come since', async () => {
    const { offsets_ms: known } = await history();
    const after = await history(`?name=api&after_ms=${known.at(-2) ?? 0}`);
    expect(after.offsets_ms).toEqual(expect.arrayContaining(known.slice(-1)));
    expect(after.offsets_ms).not.toEqual(expect.arrayContaining(known.slice(-2, -1)));
    expect(after.processes[0]?.memory).toHaveLength(after.offsets_ms.length);
  });

  it('tells it of those that were asked for', async () => {
    expect((await history('?name=id*')).processes.map(({ name }) => name)).toEqual(['idle']);
    expect((await get('/resources/history?name=nobody')).status).toBe(404);
  });
});

describe('the timeline', () => {
  it('has the runs of a process as its status has them', async () => {
    for (let times = 0; times < 2; times++) {
      await project.pom(['start', 'job']);
      await project.pom(['wait', 'job', '--for', 'exit']);
    }
    const [job] = (await timeline('?name=job')).processes;
    const status = await project.json<{ runs: readonly { pid: number; evidence: object }[] }>(['status', 'job']);
    expect(job?.runs).toEqual(status.runs.map(({ pid: _, evidence: __, ...run }) => run));
    expect(job?.runs).toMatchObject([
      { run: 1, exit: { code: 3, signal: null } },
      { run: 2, exit: { code: 3, signal: null } },
    ]);
  });

  it('spans the session, with runs that have not ended', async () => {
    const { began_at, now, processes } = await timeline('?name=api');
    const { session } = await project.json<PsAnswer>(['ps']);
    expect(began_at).toBe(session?.started_at);
    const [run] = processes[0]?.runs ?? [];
    expect(run).toMatchObject({ run: 1, ended_at: null });
    const times = [began_at, run?.started_at ?? '', now].map(Date.parse);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('has the probes that failed', async () => {
    await project.pom(['start', 'slow']);
    await until(async () => ((await timeline()).processes[3]?.failed_probes.length ?? 0) > 0, 'a probe to fail');
    expect((await timeline('?name=slow')).processes[0]?.failed_probes[0]).toMatchObject({
      run: 1,
      purpose: 'ready',
      kind: 'file',
      answer: 'not there',
    });
  });

  it('has reloads, those that were refused, and what was removed by one', async () => {
    await project.write({ 'pom.yaml': CONFIG.replace('exit 3', '[]') });
    await project.pom(['reload']);
    await project.write({ 'pom.yaml': CONFIG.replace(/^ {2}job: .*$/m, '  added: {command: exec sleep 1000}') });
    await project.pom(['reload']);
    const { processes, reloads } = await timeline();
    expect(reloads).toMatchObject([
      { accepted: false, diagnostics: [{ severity: 'error' }] },
      { accepted: true, plan: { added: ['added'], removed: ['job'], restarted: [], updated: [] } },
    ]);
    expect(processes.map(({ name }) => name)).toEqual(['api', 'idle', 'added', 'slow', 'job']);
    expect(processes.at(-1)?.runs).toHaveLength(2);
  });

  it('tells what has come since', async () => {
    const { now } = await timeline();
    await project.pom(['restart', 'api']);
    const since = await timeline(`?since=${now}`);
    expect(since.processes[0]?.runs.map(({ run }) => run)).toEqual([1, 2]);
    expect(since.processes.at(-1)?.runs.map(({ run }) => run)).toEqual([2]);
    expect(since.reloads).toEqual([]);
  });
});
