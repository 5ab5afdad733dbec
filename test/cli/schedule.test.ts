/** Schedules, from outside. */
import { describe, expect, it } from '@jest/globals';
import { obey } from '../rig/command.ts';
import { createProject } from '../rig/project.ts';
import { type OutcomesAnswer, type PsAnswer, processIn, type StatusAnswer, TIMESTAMP } from './answers.ts';

const YAML = (schedule: string) => `
processes:
  job: { command: ${JSON.stringify(obey('job'))}, schedule: ${schedule} }
`;

describe('a schedule', () => {
  it('counts as up between runs, and ps says when the next one is', async () => {
    await using project = await createProject({ 'pom.yaml': YAML('{ cron: "0 3 * * *", timezone: Europe/Berlin }') });
    expect((await project.pom(['up', '-d', '--wait', '--timeout', '30s'])).exitCode).toBe(0);
    const { next_run_at: next, status, run } = processIn(await project.json<PsAnswer>(['ps']), 'job');
    expect({ status, run }).toEqual({ status: 'scheduled', run: 0 });
    expect(next).toMatch(TIMESTAMP);
    expect(Date.parse(next ?? '')).toBeGreaterThan(Date.now());
    expect((await project.pom(['ps'])).stdout).toMatch(/scheduled \(next in \d+/);
    expect((await project.pom(['status', 'job'])).stdout).toMatch(/schedule +0 3 \* \* \* \(Europe\/Berlin\)/);
  });

  it('runs again and again, and remembers how', async () => {
    await using project = await createProject({ 'pom.yaml': YAML('{ every: 50ms }') });
    await project.pom(['up', '-d']);
    await (await project.spawned('job')).exit(0);
    await (await project.spawned('job')).exit(3);
    await project.spawned('job');
    const { runs, restarts } = await project.json<StatusAnswer>(['status', 'job']);
    expect(runs.map(({ exit }) => exit?.code)).toEqual([0, 3, undefined]);
    expect(restarts).toBe(0);
  });

  it('is run now by pom start, and taken off by pom stop', async () => {
    await using project = await createProject({ 'pom.yaml': YAML('{ every: 1h }') });
    await project.up();
    const started = await project.json<OutcomesAnswer>(['start', 'job']);
    expect(started.processes).toMatchObject([{ ok: true, status: 'running' }]);
    await (await project.spawned('job')).exit(0);
    await project.pom(['wait', 'job', '--for', 'exit']);
    expect(processIn(await project.json<PsAnswer>(['ps']), 'job').status).toBe('scheduled');
    await project.pom(['stop', 'job']);
    expect(processIn(await project.json<PsAnswer>(['ps']), 'job')).toMatchObject({
      status: 'stopped',
      next_run_at: null,
    });
  });
});
