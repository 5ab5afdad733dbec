import { describe, expect, it } from '@jest/globals';
import { needs, planOf, STOP, specOf } from './specs.ts';
import { Stage } from './stage.ts';

describe('a reload', () => {
  it('stops what is removed, starts what is added, restarts what changed, and touches nothing else', async () => {
    const before = [specOf('old'), specOf('api'), specOf('same')];
    const next = [specOf('api', { cwd: '/tmp' }), specOf('same'), specOf('new')];
    const stage = new Stage(before);
    await stage.up();
    const same = stage.info('same');
    const told = stage.events.length;
    const outcomes = await stage.finish(stage.supervisor.apply(planOf(before, next, { api: 'restart' })));
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect(stage.statuses).toEqual({ api: 'running', same: 'running', new: 'running' });
    expect(stage.info('same')).toMatchObject({ pid: same.pid, run: 1, startedAt: same.startedAt });
    expect(stage.children.last('api').request.cwd).toBe('/tmp');
    expect(stage.children.aliveOf('old')).toEqual([]);
    expect(stage.events).toContainEqual({ type: 'ProcessRemoved', name: 'old' });
    const about = stage.events.slice(told).map((event) => ('process' in event ? event.process.name : null));
    expect(about).not.toContain('same');
  });

  it('of an unchanged configuration touches nothing', async () => {
    const specs = [specOf('db'), specOf('api', needs('db'))];
    const stage = new Stage(specs);
    await stage.up();
    const told = stage.events.length;
    const before = stage.supervisor.list();
    expect(await stage.supervisor.apply(planOf(specs, specs))).toEqual([]);
    expect(stage.supervisor.list()).toEqual(before);
    expect(stage.events).toHaveLength(told);
  });

  it('starts nothing before what is removed is gone: it may be the same thing by another name', async () => {
    const before = [specOf('old')];
    const next = [specOf('new')];
    const stage = new Stage(before);
    stage.children.temper('old', { ignores: ['SIGTERM'] });
    await stage.up();
    const applied = stage.supervisor.apply(planOf(before, next));
    await stage.settle();
    expect(stage.info('new')).toMatchObject({ status: 'pending', waitingFor: ['old to be removed'] });
    await stage.finish(applied);
    expect(stage.statuses).toEqual({ new: 'running' });
  });

  it('restarts in dependency order', async () => {
    const before = [specOf('db'), specOf('api', needs('db'))];
    const next = [specOf('db', { cwd: '/tmp' }), specOf('api', { ...needs('db'), cwd: '/tmp' })];
    const stage = new Stage(before);
    await stage.up();
    await stage.finish(stage.supervisor.apply(planOf(before, next, { db: 'restart', api: 'restart' })));
    expect(stage.spawned).toEqual(['db', 'api', 'db', 'api']);
  });

  it('updates in place what needs no restart', async () => {
    const before = [specOf('api')];
    const next = [specOf('api', { stop: { ...STOP, signal: 'SIGINT' } })];
    const stage = new Stage(before);
    await stage.up();
    const { pid } = stage.info('api');
    await stage.supervisor.apply(planOf(before, next, { api: 'update' }));
    expect(stage.info('api')).toMatchObject({ pid, run: 1 });
    await stage.finish(stage.supervisor.stop(['api']));
    expect(stage.children.last('api').signals).toEqual(['SIGINT']);
  });

  it('leaves stopped what was stopped by wish, and runs again what has crashed', async () => {
    const before = [specOf('off'), specOf('bad'), specOf('fine')];
    const next = before.map((spec) => ({ ...spec, cwd: '/tmp' }));
    const stage = new Stage(before);
    await stage.up();
    stage.children.last('bad').exit(1);
    stage.children.last('fine').exit(0);
    await stage.finish(stage.supervisor.stop(['off']));
    const plan = planOf(before, next, { off: 'restart', bad: 'restart', fine: 'restart' });
    await stage.finish(stage.supervisor.apply(plan));
    expect(stage.statuses).toEqual({ off: 'stopped', bad: 'running', fine: 'running' });
    await stage.supervisor.start(['off'], { dependencies: true });
    expect(stage.children.last('off').request.cwd).toBe('/tmp');
  });

  it('switches processes off and on with their profiles', async () => {
    const on = [specOf('debug')];
    const off = [specOf('debug', { enabled: false })];
    const stage = new Stage(on);
    await stage.up();
    await stage.finish(stage.supervisor.apply(planOf(on, off, { debug: 'update' })));
    expect(stage.statuses).toEqual({ debug: 'disabled' });
    await stage.finish(stage.supervisor.apply(planOf(off, on, { debug: 'update' })));
    expect(stage.statuses).toEqual({ debug: 'running' });
  });

  it('is done when what it changed waits for a dependency', async () => {
    const before = [specOf('migrate')];
    const next = [specOf('migrate'), specOf('api', needs('migrate:completed'))];
    const stage = new Stage(before);
    await stage.up();
    const outcomes = await stage.supervisor.apply(planOf(before, next));
    expect(outcomes).toEqual([{ name: 'api', ok: true, status: 'pending', error: null }]);
  });

  it('takes the order of the new configuration', async () => {
    const before = [specOf('a'), specOf('b')];
    const next = [specOf('b'), specOf('c'), specOf('a')];
    const stage = new Stage(before);
    await stage.supervisor.apply(planOf(before, next));
    expect(stage.supervisor.list().map(({ name }) => name)).toEqual(['b', 'c', 'a']);
  });
});
