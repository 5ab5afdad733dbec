import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { type PsAnswer, pidsIn, processIn } from '../cli/answers.ts';
import { copyOfExample, freePorts } from './example.ts';

const isMissing = spawnSync('redis-server', ['--version']).error !== undefined;
const describeWithRedis = isMissing ? describe.skip : describe;

describeWithRedis(`examples/redis${isMissing ? ' (skipped: there is no redis-server on the PATH)' : ''}`, () => {
  it('counts in a real server, and goes on when the server comes back', async () => {
    const [port] = await freePorts(1);
    await using project = await copyOfExample('redis');
    const env = { REDIS_EXAMPLE_PORT: String(port) };
    expect(await project.pom(['check'], { env })).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await project.pom(['up', '-d', '--wait'], { env })).exitCode).toBe(0);
    await project.logged('seed', /the counter begins at 1000/);
    await project.logged('counter', /the counter is at 1001/);

    const before = await project.json<PsAnswer>(['ps']);
    expect((await project.pom(['restart', 'redis'])).exitCode).toBe(0);
    await project.logged('counter', /lost the server/);
    await project.logged('counter', /the counter is at 1$/);
    const after = await project.json<PsAnswer>(['ps']);
    expect(processIn(after, 'redis').exit).toEqual({ code: 0, signal: null });
    expect(pidsIn(after).get('counter')).toBe(pidsIn(before).get('counter'));
  });
});
