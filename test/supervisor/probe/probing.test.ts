import { describe, expect, it } from '@jest/globals';
import type { ProbeCheck, ProbeSpec } from '../../../src/model/probe-spec.ts';
import { needs, ON_FAILURE, specOf } from '../specs.ts';
import { Stage } from '../stage.ts';

const CHECK: ProbeCheck = { kind: 'exec', command: { kind: 'argv', argv: ['check'] } };
const LOG: ProbeCheck = { kind: 'log', pattern: 'listening on \\d+' };

function probe(check: ProbeCheck, changes: Partial<ProbeSpec> = {}): ProbeSpec {
  return {
    checks: [check],
    initialDelayMs: 0,
    periodMs: 1_000,
    timeoutMs: 500,
    successes: 1,
    failures: 3,
    deadlineMs: null,
    ...changes,
  };
}

/** Lets a probe begin and answers it. */
async function answer(stage: Stage, code: number): Promise<void> {
  await stage.clock.advance(1_000);
  stage.children.last('check').exit(code);
  await stage.settle();
}

describe('probes', () => {
  it('let a dependent start when the line that a process is waited for has come, in any pieces and colours', async () => {
    const stage = new Stage([specOf('db', { ready: probe(LOG) }), specOf('api', needs('db:ready'))]);
    await stage.up();
    await stage.clock.advance(0);
    expect(stage.info('db')).toMatchObject({ status: 'running', ready: false });
    expect(stage.info('api')).toMatchObject({ status: 'pending', waitingFor: ['db to be ready'] });
    stage.children.last('db').print('stderr', 'lis\x1b[32mtening');
    stage.children.last('db').print('stderr', ' on 80\nmore\n');
    await stage.settle();
    expect(stage.info('db').ready).toBe(true);
    expect(stage.info('api').status).toBe('running');
  });

  it('fail a run that is not ready by its deadline, with the last answer as the cause', async () => {
    const stage = new Stage([
      specOf('db', { ready: probe(LOG, { deadlineMs: 2_500 }) }),
      specOf('api', needs('db:ready')),
    ]);
    await stage.up();
    await stage.clock.advance(2_500);
    await stage.clock.advance(100);
    expect(stage.info('db')).toMatchObject({
      status: 'crashed',
      ready: false,
      cause: { reason: 'probe-failed', purpose: 'ready', kind: 'log', answer: 'no line has matched yet' },
    });
    expect(stage.info('api').status).toBe('skipped');
    expect(stage.clock.pending).toBe(0);
  });

  it('never overlap, and a probe that hangs is killed', async () => {
    const stage = new Stage([specOf('api', { alive: probe(CHECK, { periodMs: 100, failures: 9 }) })]);
    await stage.up();
    await stage.clock.advance(450);
    expect(stage.children.aliveOf('check')).toHaveLength(1);
    await stage.clock.advance(50);
    expect(stage.supervisor.report('api')?.probes.at(-1)).toMatchObject({
      ok: false,
      answer: 'no answer within 500 ms',
    });
    expect(stage.spawned.filter((program) => program === 'check').length).toBeLessThanOrEqual(2);
  });

  it('that cannot be asked for want of descriptors or processes say nothing about the process', async () => {
    const stage = new Stage([specOf('api', { alive: probe(CHECK, { initialDelayMs: 1_000 }) })]);
    for (let times = 0; times < 10; times++)
      stage.children.failNext('check', { reason: 'out-of-resources', code: 'EMFILE' });
    await stage.up();
    for (let seconds = 0; seconds < 10; seconds++) await stage.clock.advance(1_000);
    expect(stage.info('api')).toMatchObject({ status: 'running', run: 1 });
    const last = stage.supervisor.report('api')?.probes.at(-1);
    expect(last).toMatchObject({ ok: false, answer: expect.stringMatching(/^not asked: .*EMFILE/) });
    expect(last).not.toHaveProperty('isUnasked');
    for (const code of [1, 1, 1]) await answer(stage, code);
    await stage.clock.advance(200);
    expect(stage.info('api').status).toBe('crashed');
  });

  it('leave a process alone that flaps under its threshold, and restart it once at the threshold', async () => {
    const stage = new Stage([specOf('api', { restart: ON_FAILURE, alive: probe(CHECK, { initialDelayMs: 1_000 }) })]);
    await stage.up();
    for (const code of [1, 1, 0, 1, 1, 0]) await answer(stage, code);
    expect(stage.info('api')).toMatchObject({ status: 'running', run: 1, restarts: 0 });
    for (const code of [1, 1, 1]) await answer(stage, code);
    await stage.clock.advance(200);
    expect(stage.info('api')).toMatchObject({ status: 'running', run: 2, restarts: 1 });
    expect(stage.supervisor.report('api')?.runs[0]?.cause).toMatchObject({ purpose: 'alive', kind: 'exec' });
  });

  it('end with their run', async () => {
    const stage = new Stage([specOf('api', { ready: probe(LOG), alive: probe(CHECK) })]);
    await stage.up();
    await stage.clock.advance(100);
    await stage.finish(stage.supervisor.stop(['api']));
    expect(stage.info('api')).toMatchObject({ status: 'stopped', ready: false });
    expect(stage.clock.pending).toBe(0);
  });
});
