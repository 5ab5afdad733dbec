import { describe, expect, it } from '@jest/globals';
import { type PsAnswer, processIn, type StatusAnswer } from '../cli/answers.ts';
import { copyOfExample } from './example.ts';

describe('examples/cron', () => {
  it('runs each job at its times, as its README says', async () => {
    await using project = await copyOfExample('cron');
    expect(await project.pom(['check'])).toMatchObject({ exitCode: 0, stderr: '' });
    await project.up();

    await project.logged('heartbeat', /heartbeat: done \(run 1\)/);
    await project.logged('heartbeat', /heartbeat: done \(run 2\)/);
    await project.logged('report', /everything is in sync/);
    const { runs, restarts } = await project.json<StatusAnswer>(['status', 'sync']);
    expect(runs.map(({ exit }) => exit?.code)).toEqual([1, 0]);
    expect(restarts).toBe(1);

    const backup = processIn(await project.json<PsAnswer>(['ps']), 'backup');
    expect(backup).toMatchObject({ status: 'scheduled', run: 0 });
    expect(new Date(backup.next_run_at ?? '').toLocaleTimeString('de', { timeZone: 'Europe/Berlin' })).toBe('03:00:00');
    await project.pom(['start', 'backup']);
    await project.logged('backup', /backup: done \(run 1\)/);
  });
});
