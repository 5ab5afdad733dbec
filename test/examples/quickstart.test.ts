import { describe, expect, it } from '@jest/globals';
import { type OutcomesAnswer, type PsAnswer, pidsIn, processIn, type StatusAnswer } from '../cli/answers.ts';
import { copyOfExample, freePorts } from './example.ts';

describe('examples/quickstart', () => {
  it('runs a shop whose programs talk to each other, and survives a crash of its API', async () => {
    const [apiPort, webPort] = await freePorts(2);
    const env = { QUICKSTART_API_PORT: String(apiPort), QUICKSTART_WEB_PORT: String(webPort) };
    await using project = await copyOfExample('quickstart');
    expect(await project.pom(['check'], { env })).toMatchObject({ exitCode: 0, stderr: '' });

    const up = await project.json<OutcomesAnswer>(['up', '-d', '--wait'], { env });
    expect(up.processes.map(({ name, status }) => [name, status])).toEqual([
      ['migrate', 'completed'],
      ['api', 'running'],
      ['worker', 'running'],
      ['web', 'running'],
      ['visitors', 'running'],
    ]);
    await project.logged('migrate', /the data file is up to date/);
    await project.logged('web', /GET \/ 200/);
    await project.logged('worker', /order \d+: packed/);
    const page = await fetch(`http://127.0.0.1:${webPort}/`);
    expect(await page.text()).toContain('Teapot');

    // One request, seen by the front end, the API and the worker under one id.
    const order = await fetch(`http://127.0.0.1:${webPort}/order`, {
      method: 'POST',
      headers: { 'x-request-id': 'from-test' },
      body: new URLSearchParams({ sku: 'teapot', quantity: '2' }),
    });
    expect(order.status).toBe(201);
    await project.logged('worker', /\[from-test\] order \d+: packed 2 x teapot/);
    const seen = await project.pom(['logs', '--lines', 'all', '--search', 'from-test']);
    for (const name of ['api', 'web', 'worker']) expect(seen.stdout).toMatch(new RegExp(`^${name} +\\|`, 'm'));

    const before = await project.json<PsAnswer>(['ps'], { cwd: project.path('lib') });
    expect((await project.pom(['signal', 'api', 'SIGKILL'])).exitCode).toBe(0);
    expect((await project.pom(['restart', 'worker'])).exitCode).toBe(0);
    expect((await project.pom(['wait', 'api', '--for', 'running'])).exitCode).toBe(0);
    const after = await project.json<PsAnswer>(['ps']);
    expect(pidsIn(after).get('web')).toBe(pidsIn(before).get('web'));
    expect(pidsIn(after).get('worker')).not.toBe(pidsIn(before).get('worker'));
    expect(processIn(after, 'api')).toMatchObject({ status: 'running', restarts: 1, exit: { signal: 'SIGKILL' } });
    expect((await project.json<StatusAnswer>(['status', 'worker'])).runs).toHaveLength(2);

    const down = await project.pom(['down']);
    expect(down).toMatchObject({ exitCode: 0, stderr: '' });
  });
});
