import { describe, expect, it } from '@jest/globals';
import { causeMessage } from '../../src/model/failure-message.ts';
import type { ProbeSpec } from '../../src/model/probe-spec.ts';
import type { Dependency } from '../../src/model/process-spec.ts';
import { ALWAYS, needs, ON_FAILURE, planOf, specOf } from './specs.ts';
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
    expect(stage.info('api').cause).toMatchObject({
      reason: 'dependency',
      process: 'migrate',
      status: 'crashed',
      exit: { code: 2, signal: null },
    });
    expect(stage.info('web').cause).toMatchObject({ process: 'api', status: 'skipped' });
    expect(why(stage, 'api')).toBe('needs migrate (crashed, exit 2)');
    expect(why(stage, 'web')).toBe('needs api, which needs migrate (crashed, exit 2)');
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

const LATE = { timeoutMs: 5_000 };

/** A dependency that never gets ready by itself. */
const SLOW: ProbeSpec = {
  checks: [{ kind: 'log', pattern: 'ready' }],
  initialDelayMs: 0,
  periodMs: 60_000,
  timeoutMs: 1_000,
  successes: 1,
  failures: 3,
  deadlineMs: null,
};

describe('a dependency with a timeout', () => {
  it('is waited for so long, and then its dependents are skipped, with the chain', async () => {
    const stage = new Stage([
      specOf('db', { ready: SLOW }),
      specOf('api', on('db:ready', LATE)),
      specOf('web', needs('api')),
    ]);
    await stage.up();
    await stage.clock.advance(4_999);
    expect(stage.statuses).toEqual({ db: 'running', api: 'pending', web: 'pending' });
    await stage.clock.advance(1);
    await stage.settle();
    expect(stage.statuses).toEqual({ db: 'running', api: 'skipped', web: 'skipped' });
    expect(why(stage, 'web')).toBe('needs api, which needs db (running, not ready within 5s)');
  });

  it('is counted from when the waiting began, through what changes meanwhile', async () => {
    const stage = new Stage([specOf('db', { ready: SLOW, restart: ALWAYS }), specOf('api', on('db:ready', LATE))]);
    await stage.up();
    await stage.clock.advance(3_000);
    stage.children.last('db').exit(1);
    await stage.clock.advance(1_000);
    expect(stage.info('api').status).toBe('pending');
    await stage.clock.advance(1_000);
    await stage.settle();
    expect(stage.info('api').status).toBe('skipped');
  });

  it('that holds too late gets what was skipped going, and so does another start', async () => {
    const stage = new Stage([specOf('db', { ready: SLOW }), specOf('api', on('db:ready', LATE))]);
    await stage.up();
    await stage.clock.advance(5_000);
    void stage.supervisor.start(['api'], { dependencies: true });
    await stage.settle();
    expect(stage.info('api').status).toBe('pending');
    await stage.clock.advance(5_000);
    await stage.settle();
    expect(stage.info('api').status).toBe('skipped');
    stage.children.last('db').print('stdout', 'ready\n');
    await stage.settle();
    expect(stage.info('api').status).toBe('running');
  });

  it('leaves no timer behind when what waited is stopped', async () => {
    const stage = new Stage([specOf('job'), specOf('api', on('job:completed', LATE))]);
    await stage.up();
    await stage.supervisor.stop(['api']);
    await stage.settle();
    expect(stage.clock.pending).toBe(0);
  });
});

describe('a dependency that is not required', () => {
  const OPTIONAL = { required: false };

  it.each(['crashed', 'disabled', 'stopped'])('lets its dependent start without it when it is %s', async (how) => {
    const stage = new Stage([
      specOf('db', { enabled: how !== 'disabled' }),
      specOf('api', on('db:completed', OPTIONAL)),
    ]);
    await stage.up();
    if (how === 'crashed') stage.children.last('db').exit(1);
    if (how === 'stopped') await stage.finish(stage.supervisor.stop(['db']));
    await stage.settle();
    expect(stage.statuses).toEqual({ db: how, api: 'running' });
  });

  it('is waited for as long as it may yet be satisfied, and no longer than its timeout', async () => {
    const stage = new Stage([specOf('db', { ready: SLOW }), specOf('api', on('db:ready', { ...OPTIONAL, ...LATE }))]);
    await stage.up();
    await stage.clock.advance(4_999);
    expect(stage.info('api').status).toBe('pending');
    await stage.clock.advance(1);
    await stage.settle();
    expect(stage.info('api').status).toBe('running');
  });
});

describe('a dependency that restarts its dependents', () => {
  const TOGETHER = { restart: true };
  const chain = () => [
    specOf('db', { restart: ON_FAILURE }),
    specOf('api', on('db', TOGETHER)),
    specOf('web', on('api', TOGETHER)),
    specOf('bystander', needs('db')),
  ];
  const runs = (stage: Stage) => Object.fromEntries(stage.supervisor.list().map(({ name, run }) => [name, run]));

  it('does not on its first start, and does, on and on and in order, when it is restarted by wish', async () => {
    const stage = new Stage(chain());
    await stage.up();
    expect(runs(stage)).toEqual({ db: 1, api: 1, web: 1, bystander: 1 });
    await stage.finish(stage.supervisor.restart(['db']));
    await stage.settle();
    expect(runs(stage)).toEqual({ db: 2, api: 2, web: 2, bystander: 1 });
    expect(stage.spawned.slice(4)).toEqual(['db', 'api', 'web']);
  });

  it('does when it is restarted by policy', async () => {
    const stage = new Stage(chain());
    await stage.up();
    stage.children.last('db').exit(1);
    await stage.clock.advance(200);
    await stage.settle();
    expect(runs(stage)).toEqual({ db: 2, api: 2, web: 2, bystander: 1 });
  });

  it('does when it is restarted by a reload', async () => {
    const specs = chain();
    const stage = new Stage(specs);
    await stage.up();
    const next = specs.map((spec) => (spec.name === 'db' ? { ...spec, cwd: '/elsewhere' } : spec));
    await stage.finish(stage.supervisor.apply(planOf(specs, next, { db: 'restart' })));
    await stage.settle();
    expect(runs(stage)).toEqual({ db: 2, api: 2, web: 2, bystander: 1 });
  });

  it('does not when they are restarted with it anyway, and leaves those alone that do not run', async () => {
    const stage = new Stage(chain());
    await stage.up();
    await stage.finish(stage.supervisor.stop(['web']));
    await stage.finish(stage.supervisor.restart(['db', 'api']));
    await stage.settle();
    expect(runs(stage)).toEqual({ db: 2, api: 2, web: 1, bystander: 1 });
    expect(stage.info('web').status).toBe('stopped');
  });

  it('restarts one that depends on two of them once', async () => {
    const stage = new Stage([
      specOf('db'),
      specOf('a', on('db', TOGETHER)),
      specOf('b', on('db', TOGETHER)),
      specOf('c', { dependsOn: [...on('a', TOGETHER).dependsOn, ...on('b', TOGETHER).dependsOn] }),
    ]);
    await stage.up();
    await stage.finish(stage.supervisor.restart(['db']));
    await stage.settle();
    expect(runs(stage)).toEqual({ db: 2, a: 2, b: 2, c: 2 });
    expect(stage.spawned.at(-1)).toBe('c');
  });
});

function on(text: string, changes: Partial<Dependency>): { readonly dependsOn: readonly Dependency[] } {
  return { dependsOn: needs(text).dependsOn.map((dependency) => ({ ...dependency, ...changes })) };
}

function why(stage: Stage, name: string): string {
  const { cause } = stage.info(name);
  return cause === null ? '' : causeMessage(cause);
}
