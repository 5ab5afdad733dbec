/** What the HTTP API can look back at, as somebody asks for it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createProject, type Project } from '../rig/project.ts';
import { until } from '../rig/until.ts';

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

const CONFIG = `
reload: manual
processes:
  api: {command: exec sleep 1000}
  idle: {command: "true", autostart: false}
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
    expect(answer.processes.map(({ name }) => name)).toEqual(['api', 'idle']);
    for (const { cpu, memory } of answer.processes) {
      expect([cpu.length, memory.length]).toEqual([answer.offsets_ms.length, answer.offsets_ms.length]);
    }
    expect(answer.processes[0]?.memory.at(-1)).toBeGreaterThan(0);
    expect(answer.processes[1]?.memory.every((bytes) => bytes === null)).toBe(true);
  });

  it('tells it of those that were asked for', async () => {
    expect((await history('?name=id*')).processes.map(({ name }) => name)).toEqual(['idle']);
    expect((await get('/resources/history?name=nobody')).status).toBe(404);
  });
});
