import { describe, expect, it } from '@jest/globals';
import { needs, ON_FAILURE, STOP, specOf } from './specs.ts';
import { Stage } from './stage.ts';

describe('stopping', () => {
  it('sends the stop signal and is done when the group is empty', async () => {
    const stage = new Stage([specOf('api', { stop: { ...STOP, signal: 'SIGINT' } })]);
    await stage.up();
    const [outcome] = await stage.finish(stage.supervisor.stop(['api']));
    expect(outcome).toEqual({ name: 'api', ok: true, status: 'stopped', error: null });
    expect(stage.children.last('api').signals).toEqual(['SIGINT']);
    expect(stage.info('api')).toMatchObject({ wanted: 'down', exit: { code: null, signal: 'SIGINT' } });
  });

  it('kills the whole group after the grace, though the leader left at once', async () => {
    const stage = new Stage([specOf('api', { stop: { ...STOP, graceMs: 3_000 } })]);
    stage.children.temper('api', { others: 1 });
    await stage.up();
    const before = stage.clock.now();
    const [outcome] = await stage.finish(stage.supervisor.stop(['api']));
    expect(outcome?.ok).toBe(true);
    expect(stage.clock.now() - before).toBeGreaterThanOrEqual(3_000);
    expect(stage.clock.now() - before).toBeLessThan(3_010);
  });

  it('asks the leader alone when told to, and kills the group all the same', async () => {
    const stage = new Stage([specOf('api', { stop: { ...STOP, leaderOnly: true, graceMs: 100 } })]);
    stage.children.temper('api', { ignores: ['SIGTERM'] });
    await stage.up();
    await stage.finish(stage.supervisor.stop(['api']));
    expect(stage.children.alive).toEqual([]);
  });

  it('says who is left when a group cannot be ended, and starts no other run before it is gone', async () => {
    const stage = new Stage([specOf('api', { stop: { ...STOP, graceMs: 100 } })]);
    stage.children.temper('api', { immortal: true });
    await stage.up();
    const { pid } = stage.children.last('api');
    const [outcome] = await stage.finish(stage.supervisor.stop(['api']));
    expect(outcome).toMatchObject({ ok: false, status: 'crashed', error: { reason: 'operation-failed' } });
    expect(stage.info('api').cause).toEqual({ reason: 'group-survived', pids: [pid] });

    const [again] = await stage.finish(stage.supervisor.restart(['api']));
    expect(again?.ok).toBe(false);
    expect(stage.spawned).toEqual(['api']);

    stage.children.last('api').exit(0);
    await stage.clock.advance(100);
    expect(stage.spawned).toEqual(['api', 'api']);
  });

  it('is idempotent', async () => {
    const stage = new Stage([specOf('api'), specOf('job')]);
    await stage.up();
    stage.children.last('job').exit(0);
    await stage.settle();
    await stage.finish(stage.supervisor.stop(['api', 'job']));
    const outcomes = await stage.supervisor.stop(['api', 'job']);
    expect(outcomes.map(({ ok, status }) => [ok, status])).toEqual([
      [true, 'stopped'],
      [true, 'completed'],
    ]);
  });

  it('wins over a backoff at once', async () => {
    const stage = new Stage([specOf('api', { restart: ON_FAILURE })]);
    await stage.up();
    stage.children.last('api').exit(1);
    await stage.settle();
    const [outcome] = await stage.supervisor.stop(['api']);
    expect(outcome).toMatchObject({ ok: true, status: 'stopped' });
    expect(stage.clock.pending).toBe(0);
  });

  it('wins over a restart under way', async () => {
    const stage = new Stage([specOf('api')]);
    stage.children.temper('api', { ignores: ['SIGTERM'] });
    await stage.up();
    const restarted = stage.supervisor.restart(['api']);
    await stage.clock.advance(5_000);
    const stopped = stage.supervisor.stop(['api']);
    await stage.finish(stopped);
    expect(stage.info('api').status).toBe('stopped');
    expect((await restarted)[0]?.ok).toBe(false);
    expect(stage.spawned).toEqual(['api']);
  });

  it('wins over a start sent just before it', async () => {
    const stage = new Stage([specOf('api')]);
    const started = stage.supervisor.start(['api'], { dependencies: true });
    const stopped = stage.supervisor.stop(['api']);
    await stage.finish(stopped);
    expect(stage.info('api').status).toBe('stopped');
    expect((await started)[0]?.ok).toBe(false);
  });

  it('loses to a start sent just after it', async () => {
    const stage = new Stage([specOf('api')]);
    await stage.up();
    const stopped = stage.supervisor.stop(['api']);
    const started = stage.supervisor.start(['api'], { dependencies: true });
    await stage.finish(started);
    expect((await stopped)[0]?.ok).toBe(true);
    expect(stage.info('api')).toMatchObject({ status: 'running', run: 2 });
  });

  it('goes in reverse dependency order, also through processes that are not named', async () => {
    const stage = new Stage([specOf('db'), specOf('api', needs('db')), specOf('web', needs('api'))]);
    for (const name of ['db', 'api', 'web']) stage.children.temper(name, { ignores: ['SIGTERM'] });
    await stage.up();
    const stopped = stage.supervisor.stop(['db', 'web']);
    await stage.settle();
    expect(stage.statuses).toEqual({ db: 'running', api: 'running', web: 'stopping' });
    await stage.finish(stopped);
    expect(stage.statuses).toEqual({ db: 'stopped', api: 'running', web: 'stopped' });
  });

  it('runs the stop command instead of sending the signal', async () => {
    const command = { kind: 'argv', argv: ['quit'] } as const;
    const stage = new Stage([specOf('api', { stop: { ...STOP, command } })]);
    await stage.up();
    const stopped = stage.supervisor.stop(['api']);
    await stage.settle();
    expect(stage.children.last('quit').request.output).toBeNull();
    stage.children.last('api').exit(0);
    stage.children.last('quit').exit(0);
    await stage.finish(stopped);
    expect(stage.children.last('api').signals).toEqual([]);
    expect(stage.info('api')).toMatchObject({ status: 'stopped', exit: { code: 0, signal: null } });
  });

  it('falls back to the signal when the stop command fails', async () => {
    const command = { kind: 'argv', argv: ['quit'] } as const;
    const stage = new Stage([specOf('api', { stop: { ...STOP, command } })]);
    await stage.up();
    const stopped = stage.supervisor.stop(['api']);
    await stage.settle();
    stage.children.last('quit').exit(1);
    await stage.finish(stopped);
    expect(stage.children.last('api').signals).toEqual(['SIGTERM']);
  });

  it('takes away what the stop command has left behind', async () => {
    const command = { kind: 'argv', argv: ['quit'] } as const;
    const stage = new Stage([specOf('api', { stop: { ...STOP, command } })]);
    stage.children.temper('quit', { others: 1 });
    await stage.up();
    const stopped = stage.supervisor.stop(['api']);
    await stage.settle();
    stage.children.last('quit').exit(0);
    stage.children.last('api').exit(0);
    await stage.finish(stopped);
    expect(stage.children.alive).toEqual([]);
  });

  it('kills a stop command that takes longer than the grace, with the process', async () => {
    const command = { kind: 'argv', argv: ['quit'] } as const;
    const stage = new Stage([specOf('api', { stop: { ...STOP, command, graceMs: 1_000 } })]);
    await stage.up();
    await stage.finish(stage.supervisor.stop(['api']));
    expect(stage.children.alive).toEqual([]);
    expect(new Set(stage.children.last('api').signals)).toEqual(new Set(['SIGKILL']));
  });
});

describe('shutting down', () => {
  it('stops in the reverse of the start order and leaves nothing alive', async () => {
    const stage = new Stage([specOf('db'), specOf('api', needs('db')), specOf('web', needs('api'))]);
    await stage.up();
    const ended: string[] = [];
    for (const child of stage.children.all) {
      const { onExit } = child.request;
      Object.assign(child.request, {
        onExit: (exit: Parameters<typeof onExit>[0]) => {
          ended.push(child.program);
          onExit(exit);
        },
      });
    }
    const outcomes = await stage.finish(stage.supervisor.shutdown());
    expect(ended).toEqual(['web', 'api', 'db']);
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect(stage.children.alive).toEqual([]);
    expect(stage.clock.pending).toBe(0);
  });

  it('ends waits at once', async () => {
    const stage = new Stage([specOf('migrate'), specOf('api', needs('migrate:completed'))]);
    stage.children.temper('migrate', { ignores: ['SIGTERM'] });
    await stage.up();
    const down = stage.supervisor.shutdown();
    await stage.settle();
    expect(stage.info('api').status).toBe('stopped');
    await stage.finish(down);
  });

  it('answers every later message', async () => {
    const stage = new Stage([specOf('api')]);
    await stage.up();
    await stage.finish(stage.supervisor.shutdown());
    const outcomes = await Promise.all([
      stage.supervisor.start(['api'], { dependencies: true }),
      stage.supervisor.restart(['api']),
      stage.supervisor.stop(['api']),
    ]);
    expect(outcomes.flat().map(({ ok }) => ok)).toEqual([false, false, false]);
    expect(stage.statuses).toEqual({ api: 'stopped' });
  });

  it('is hurried by a kill', async () => {
    const stage = new Stage([specOf('db'), specOf('api', needs('db'))]);
    for (const name of ['db', 'api']) stage.children.temper(name, { ignores: ['SIGTERM'], others: 3 });
    await stage.up();
    const down = stage.supervisor.shutdown();
    await stage.settle();
    stage.supervisor.kill();
    await stage.finish(down);
    expect(stage.clock.now()).toBeLessThan(100);
    expect(stage.children.alive).toEqual([]);
  });
});
