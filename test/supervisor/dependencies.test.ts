import { describe, expect, it } from '@jest/globals';
import { ALWAYS, needs, ON_FAILURE, specOf } from './specs.ts';
import { Stage } from './stage.ts';

describe('dependencies', () => {
  it('are started first, each once, through a chain and a diamond', async () => {
    const stage = new Stage([
      specOf('web', needs('api', 'worker')),
      specOf('api', needs('db')),
      specOf('worker', needs('db')),
      specOf('db'),
    ]);
    const outcomes = await stage.supervisor.start(['web'], { dependencies: true });
    expect(outcomes.map(({ name }) => name)).toEqual(['web']);
    expect(stage.spawned[0]).toBe('db');
    expect(stage.spawned.at(-1)).toBe('web');
    expect(stage.spawned).toHaveLength(4);
  });

  it('are waited for in words that say what for', async () => {
    const stage = new Stage([specOf('db'), specOf('seed'), specOf('api', needs('db', 'seed:completed'))]);
    await stage.up();
    expect(stage.info('api')).toMatchObject({ status: 'pending', waitingFor: ['seed to be completed'] });
    stage.children.last('seed').exit(1);
    await stage.settle();
    expect(stage.info('api')).toMatchObject({ status: 'running', waitingFor: [] });
  });

  it('that fail for good make their dependents skipped, transitively, with the reason', async () => {
    const stage = new Stage([
      specOf('migrate'),
      specOf('api', needs('migrate:completed_successfully')),
      specOf('web', needs('api')),
    ]);
    const started = stage.supervisor.start(null, { dependencies: true });
    await stage.settle();
    stage.children.last('migrate').exit(2);
    const outcomes = await started;
    expect(outcomes.map(({ name, ok, status }) => [name, ok, status])).toEqual([
      ['migrate', true, 'running'],
      ['api', false, 'skipped'],
      ['web', false, 'skipped'],
    ]);
    expect(stage.info('api').cause).toEqual({
      reason: 'dependency',
      process: 'migrate',
      status: 'crashed',
      exit: { code: 2, signal: null },
    });
    expect(stage.info('web').cause).toMatchObject({ process: 'api', status: 'skipped' });
  });

  it('that will be tried again are not final', async () => {
    const stage = new Stage([
      specOf('migrate', { restart: ON_FAILURE }),
      specOf('api', needs('migrate:completed_successfully')),
    ]);
    await stage.up();
    stage.children.last('migrate').exit(1);
    await stage.settle();
    expect(stage.info('api').status).toBe('pending');
    await stage.clock.advance(100);
    stage.children.last('migrate').exit(0);
    await stage.settle();
    expect(stage.info('api').status).toBe('running');
  });

  it('that succeed later get skipped dependents going again', async () => {
    const stage = new Stage([
      specOf('migrate'),
      specOf('api', needs('migrate:completed_successfully')),
      specOf('web', needs('api')),
    ]);
    await stage.up();
    stage.children.last('migrate').exit(1);
    await stage.settle();
    expect(stage.statuses).toEqual({ migrate: 'crashed', api: 'skipped', web: 'skipped' });
    await stage.supervisor.start(['migrate'], { dependencies: true });
    await stage.settle();
    expect(stage.statuses).toEqual({ migrate: 'running', api: 'pending', web: 'pending' });
    stage.children.last('migrate').exit(0);
    await stage.settle();
    expect(stage.statuses).toEqual({ migrate: 'completed', api: 'running', web: 'running' });
  });

  it('do not get a skipped dependent going that has been stopped since', async () => {
    const stage = new Stage([specOf('migrate'), specOf('api', needs('migrate:completed_successfully'))]);
    await stage.up();
    stage.children.last('migrate').exit(1);
    await stage.settle();
    await stage.supervisor.stop(['api']);
    await stage.supervisor.start(['migrate'], { dependencies: true });
    stage.children.last('migrate').exit(0);
    await stage.settle();
    expect(stage.statuses).toEqual({ migrate: 'completed', api: 'stopped' });
  });

  it('that are not started with the project are pulled in, those without a profile are not', async () => {
    const stage = new Stage([
      specOf('tool', { autostart: false }),
      specOf('off', { enabled: false }),
      specOf('api', needs('tool')),
      specOf('web', needs('off')),
    ]);
    await stage.up();
    expect(stage.statuses).toEqual({ tool: 'running', off: 'disabled', api: 'running', web: 'skipped' });
    await stage.supervisor.start(['off', 'web'], { dependencies: true });
    expect(stage.statuses).toMatchObject({ off: 'running', web: 'running' });
  });

  it('that are crashed are started again by the start of a dependent', async () => {
    const stage = new Stage([specOf('db'), specOf('api', { ...needs('db'), autostart: false })]);
    await stage.up();
    stage.children.last('db').exit(1);
    await stage.settle();
    const [outcome] = await stage.supervisor.start(['api'], { dependencies: true });
    expect(outcome?.ok).toBe(true);
    expect(stage.spawned).toEqual(['db', 'db', 'api']);
  });

  it('are not waited for when nobody asked for them', async () => {
    const stage = new Stage([specOf('db'), specOf('api', needs('db')), specOf('web', needs('api'))]);
    await stage.supervisor.start(['web', 'api'], { dependencies: false });
    expect(stage.spawned).toEqual(['api', 'web']);
  });

  it('that restart by policy do not disturb those that run', async () => {
    const stage = new Stage([specOf('db', { restart: ALWAYS }), specOf('api', needs('db'))]);
    await stage.up();
    const { pid } = stage.info('api');
    stage.children.last('db').exit(1);
    await stage.clock.advance(100);
    expect(stage.info('api')).toMatchObject({ status: 'running', pid });
  });

  it('that end the wait of nobody are no reason to hang: a process that always restarts never completes', async () => {
    const stage = new Stage([specOf('db', { restart: ALWAYS }), specOf('api', needs('db:completed'))]);
    await stage.supervisor.start(null, { dependencies: true });
    expect(stage.statuses).toEqual({ db: 'running', api: 'skipped' });
  });
});
