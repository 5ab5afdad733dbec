import { describe, expect, it } from '@jest/globals';
import { type PsAnswer, processIn, type StatusAnswer } from '../cli/answers.ts';
import { copyOfExample } from './example.ts';

describe('examples/restarts', () => {
  it('shows each policy as its README says', async () => {
    await using project = await copyOfExample('restarts');
    expect(await project.pom(['check'])).toMatchObject({ exitCode: 0, stderr: '' });
    await project.pom(['up', '-d']);

    await project.logged('flaky', /run 3: connected/);
    await project.logged('always', /run 2: working/);
    await project.logged('forgiven', /run 3: working/);
    const settled = ['never', 'succeeds', 'finds-nothing', 'gives-up', 'killed'];
    await project.pom(['wait', ...settled, '--for', 'stopped']);

    const answer = await project.json<PsAnswer>(['ps']);
    const ending = (name: string) => {
      const { status, run, exit } = processIn(answer, name);
      return { status, run, exit: exit?.signal ?? exit?.code };
    };
    expect(ending('never')).toEqual({ status: 'crashed', run: 1, exit: 1 });
    expect(ending('succeeds')).toEqual({ status: 'completed', run: 1, exit: 0 });
    expect(ending('finds-nothing')).toEqual({ status: 'completed', run: 1, exit: 1 });
    expect(ending('flaky')).toEqual({ status: 'running', run: 3, exit: 1 });
    expect(ending('gives-up')).toEqual({ status: 'crashed', run: 4, exit: 1 });
    expect(ending('killed')).toEqual({ status: 'crashed', run: 1, exit: 'SIGSEGV' });
    expect(processIn(answer, 'forgiven').status).toBe('running');
    expect((await project.pom(['status', 'gives-up'])).stdout).toContain('gave up after 3 restarts');

    // Each wait of `flaky` is twice as long as the one before it.
    const { runs } = await project.json<StatusAnswer>(['status', 'flaky']);
    const waits = runs.slice(1).map((run, i) => Date.parse(run.started_at) - Date.parse(runs[i]?.ended_at ?? ''));
    expect(waits[0]).toBeGreaterThanOrEqual(175);
    expect(waits[1]).toBeGreaterThanOrEqual(355);
  });
});
