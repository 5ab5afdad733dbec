import { describe, expect, it } from '@jest/globals';
import { needs, ON_FAILURE, specOf } from './specs.ts';
import { Stage } from './stage.ts';

describe('restarting', () => {
  it('starts the new run when the old group is empty', async () => {
    const stage = new Stage([specOf('api')]);
    stage.children.temper('api', { others: 1 });
    await stage.up();
    const restarted = stage.supervisor.restart(['api']);
    await stage.clock.advance(9_999);
    expect(stage.spawned).toEqual(['api']);
    const [outcome] = await stage.finish(restarted);
    expect(outcome).toMatchObject({ ok: true, status: 'running' });
    expect(stage.children.aliveOf('api')).toHaveLength(1);
    expect(stage.info('api')).toMatchObject({ run: 2, restarts: 1 });
  });

  it('works twenty times at once and leaves one live run', async () => {
    const stage = new Stage([specOf('api')]);
    await stage.up();
    const all = Promise.all(Array.from({ length: 20 }, () => stage.supervisor.restart(['api'])));
    const outcomes = await stage.finish(all.then((lists) => lists.flat()));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(20);
    expect(stage.children.aliveOf('api')).toHaveLength(1);
    expect(stage.info('api').status).toBe('running');
  });

  it('answers more requests than an actor lets wait: the last ones are refused', async () => {
    const stage = new Stage([specOf('api')]);
    await stage.up();
    const all = Promise.all(Array.from({ length: 1_500 }, () => stage.supervisor.restart(['api'])));
    const outcomes = await stage.finish(all.then((lists) => lists.flat()));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1_000);
    expect(outcomes.at(-1)?.error).toEqual({
      reason: 'operation-failed',
      detail: '1000 requests already wait for "api"',
    });
    expect(stage.info('api').status).toBe('running');
  });

  it.each([
    ['completed', async (stage: Stage) => stage.children.last('api').exit(0)],
    ['crashed', async (stage: Stage) => stage.children.last('api').exit(1)],
    ['stopped', async (stage: Stage) => void (await stage.finish(stage.supervisor.stop(['api'])))],
  ])('runs a process that is %s', async (status, make) => {
    const stage = new Stage([specOf('api')]);
    await stage.up();
    await make(stage);
    await stage.settle();
    expect(stage.info('api').status).toBe(status);
    const [outcome] = await stage.finish(stage.supervisor.restart(['api']));
    expect(outcome).toMatchObject({ ok: true, status: 'running' });
    expect(stage.info('api')).toMatchObject({ run: 2, restarts: 1 });
  });

  it('cuts a backoff short', async () => {
    const stage = new Stage([specOf('api', { restart: ON_FAILURE })]);
    await stage.up();
    stage.children.last('api').exit(1);
    await stage.settle();
    const [outcome] = await stage.supervisor.restart(['api']);
    expect(outcome).toMatchObject({ ok: true, status: 'running' });
    expect(stage.clock.pending).toBe(0);
  });

  it('leaves a pending process pending, and starts it once', async () => {
    const stage = new Stage([specOf('migrate'), specOf('api', needs('migrate:completed_successfully'))]);
    await stage.up();
    const restarted = stage.supervisor.restart(['api']);
    await stage.settle();
    expect(stage.info('api')).toMatchObject({
      status: 'pending',
      waitingFor: ['migrate to be completed successfully'],
    });
    stage.children.last('migrate').exit(0);
    await stage.finish(restarted);
    expect(stage.spawned).toEqual(['migrate', 'api']);
  });

  it('stops dependents first and starts them last', async () => {
    const stage = new Stage([specOf('db'), specOf('api', needs('db'))]);
    stage.children.temper('api', { ignores: ['SIGTERM'] });
    stage.children.temper('db', { ignores: ['SIGTERM'] });
    await stage.up();
    const restarted = stage.supervisor.restart(['db', 'api']);
    await stage.settle();
    expect(stage.statuses).toEqual({ db: 'running', api: 'stopping' });
    await stage.clock.advance(10_001);
    expect(stage.statuses).toEqual({ db: 'stopping', api: 'pending' });
    await stage.finish(restarted);
    expect(stage.spawned).toEqual(['db', 'api', 'db', 'api']);
  });

  it('does not wait for a dependency that is not restarted with it', async () => {
    const stage = new Stage([specOf('db'), specOf('api', needs('db'))]);
    await stage.up();
    await stage.finish(stage.supervisor.stop(['db']));
    const [outcome] = await stage.finish(stage.supervisor.restart(['api']));
    expect(outcome?.ok).toBe(true);
    expect(stage.statuses).toEqual({ db: 'stopped', api: 'running' });
  });

  it('is refused to a process that a stop reached first, though its turn had not come', async () => {
    const stage = new Stage([specOf('db'), specOf('api', needs('db'))]);
    stage.children.temper('api', { ignores: ['SIGTERM'] });
    await stage.up();
    const restarted = stage.supervisor.restart(['db', 'api']);
    await stage.settle();
    await stage.finish(stage.supervisor.stop(['db']));
    await stage.finish(restarted);
    expect(stage.statuses).toMatchObject({ db: 'stopped' });
  });
});
