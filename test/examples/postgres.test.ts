import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, rename } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type OutcomesAnswer, type PsAnswer, pidsIn, processIn, reasonsIn, type WhyAnswer } from '../cli/answers.ts';
import type { Project } from '../rig/project.ts';
import { copyOfExample, freePorts } from './example.ts';

const DEBIAN = '/usr/lib/postgresql';
const inDebian =
  existsSync(DEBIAN) && readdirSync(DEBIAN).some((version) => existsSync(path.join(DEBIAN, version, 'bin/initdb')));
const isMissing = !inDebian && spawnSync('initdb', ['--version']).error !== undefined;
const describeWithPostgres = isMissing ? describe.skip : describe;

/** The example, where the server's own user can reach its data; and the environment that gives it ports. */
async function prepare(project: Project) {
  await chmod(path.dirname(project.dir), 0o711);
  const [port, apiPort] = await freePorts(2);
  const api = `http://127.0.0.1:${apiPort}`;
  return { api, env: { POSTGRES_EXAMPLE_PORT: String(port), POSTGRES_EXAMPLE_API_PORT: String(apiPort) } };
}

describeWithPostgres(`examples/postgres${isMissing ? ' (skipped: there is no PostgreSQL server here)' : ''}`, () => {
  it('is up when the API answers, and a second "pom up" changes nothing', async () => {
    await using project = await copyOfExample('postgres');
    const { api, env } = await prepare(project);
    expect(await project.pom(['check'], { env })).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await project.pom(['up', '-d', '--wait'], { env })).toMatchObject({ exitCode: 0 });
    const visit = async () => (await fetch(`${api}/visits`, { method: 'POST' })).json();
    expect(await visit()).toEqual({ visits: 1 });

    const before = await project.json<PsAnswer>(['ps']);
    expect(await project.pom(['up', '-d', '--wait'], { env })).toMatchObject({ exitCode: 0 });
    const after = await project.json<PsAnswer>(['ps']);
    expect(pidsIn(after)).toEqual(pidsIn(before));
    expect(after.processes.map(({ run }) => run)).toEqual([1, 1, 1]);
    expect(await visit()).toEqual({ visits: 2 });

    expect(await project.pom(['restart', 'postgres'])).toMatchObject({ exitCode: 0 });
    await project.pom(['wait', 'postgres', '--for', 'ready']);
    expect(await visit()).toEqual({ visits: 3 });
  });

  it('says at once that the API cannot get ready when the data directory is broken', async () => {
    await using project = await copyOfExample('postgres');
    const { env } = await prepare(project);
    expect(await project.pom(['up', '-d', '--wait'], { env })).toMatchObject({ exitCode: 0 });
    await project.pom(['down']);
    await rename(project.path('data', 'global'), project.path('data', 'gone'));

    const up = await project.pom(['up', '-d', '--wait'], { env });
    expect(up.exitCode).toBe(6);
    expect(up.stdout).toMatch(/^migrate +failed: it is skipped: needs postgres \(crashed, exit 2\)$/m);
    const answer = await project.pom(['wait', 'api', '--for', 'ready', '--timeout', '60s', '--json']);
    expect(answer.exitCode).toBe(6);
    const { processes } = JSON.parse(answer.stdout) as OutcomesAnswer;
    expect(processes).toMatchObject([{ name: 'api', ok: false, status: 'skipped' }]);
    const postgres = processIn(await project.json<PsAnswer>(['ps']), 'postgres');
    expect(postgres).toMatchObject({ status: 'crashed', exit: { code: 2, signal: null } });
    await project.logged('postgres', /could not find the database system/);

    const why = await project.json<WhyAnswer>(['why', 'api']);
    expect(reasonsIn(why)).toEqual(['api dependency-failed', 'postgres exited']);
    expect(why.chain[1]?.exit).toEqual({ code: 2, signal: null });
    const data = project.path('data');
    expect(why.lines.at(-1)?.line).toMatch(/could not open file ".*global\/pg_control": No such file or directory$/);
    expect(why.next[0]).toContain(`${data} is no whole database: restore a backup of it`);
    expect(why.next[1]).toMatch(/^pom logs postgres --run \d$/);
  });
});
