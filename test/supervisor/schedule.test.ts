import { describe, expect, it } from '@jest/globals';
import type { ProcessSpec } from '../../src/model/process-spec.ts';
import type { ScheduleSpec } from '../../src/model/schedule-spec.ts';
import { needs, ON_FAILURE, planOf, specOf } from './specs.ts';
import { Stage } from './stage.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const every = (ms: number, more: Partial<ScheduleSpec> = {}): ScheduleSpec => ({
  when: { kind: 'every', ms },
  runOnStart: false,
  overlap: 'skip',
  ...more,
});
const cron = (pattern: string, more: Partial<ScheduleSpec> = {}): ScheduleSpec => ({
  ...every(0, more),
  when: { kind: 'cron', pattern, timezone: 'UTC' },
});
const job = (schedule: ScheduleSpec, more: Partial<ProcessSpec> = {}) => specOf('job', { schedule, ...more });
const apply = (stage: Stage, before: ProcessSpec, next: ProcessSpec, action: 'update' | 'restart') =>
  stage.finish(stage.supervisor.apply(planOf([before], [next], { [next.name]: action })));

describe('a process on a schedule', () => {
  it('waits for its time, runs, and waits again', async () => {
    const stage = new Stage([job(cron('*/10 * * * *'))]);
    const began = stage.clock.wallTime();
    await stage.up();
    expect(stage.info('job')).toMatchObject({ status: 'scheduled', wanted: 'up', nextRunAt: began + 10 * MINUTE });
    await stage.clock.advance(10 * MINUTE - 1);
    expect(stage.children.all).toHaveLength(0);
    await stage.clock.advance(1);
    expect(stage.info('job')).toMatchObject({ status: 'running', nextRunAt: null, run: 1 });
    await stage.clock.advance(MINUTE);
    stage.children.last('job').exit(0);
    await stage.settle();
    expect(stage.info('job')).toMatchObject({
      status: 'scheduled',
      nextRunAt: began + 20 * MINUTE,
      exit: { code: 0 },
      restarts: 0,
    });
    await stage.clock.advance(9 * MINUTE);
    expect(stage.info('job')).toMatchObject({ status: 'running', run: 2, restarts: 0 });
  });

  it('says nothing while nothing changes', async () => {
    const stage = new Stage([job(every(HOUR))]);
    await stage.up();
    const { length } = stage.events;
    await stage.clock.advance(HOUR - 1);
    expect(stage.events).toHaveLength(length);
    expect(stage.clock.pending).toBe(1);
  });

  it('counts an interval from one beginning to the next', async () => {
    const stage = new Stage([job(every(10_000))]);
    await stage.up();
    await stage.clock.advance(10_000);
    await stage.clock.advance(3_000);
    stage.children.last('job').exit(0);
    await stage.clock.advance(6_999);
    expect(stage.children.all).toHaveLength(1);
    await stage.clock.advance(1);
    expect(stage.children.all).toHaveLength(2);
  });

  it('runs at once with run_on_start', async () => {
    const stage = new Stage([job(every(HOUR, { runOnStart: true }))]);
    await stage.up();
    expect(stage.info('job').status).toBe('running');
    stage.children.last('job').exit(0);
    await stage.clock.advance(HOUR);
    expect(stage.info('job')).toMatchObject({ status: 'running', run: 2 });
  });

  it('retries a failed run by its policy, and is then scheduled again', async () => {
    const stage = new Stage([job(every(HOUR), { restart: { ...ON_FAILURE, maxRestarts: 1 } })]);
    await stage.up();
    await stage.clock.advance(HOUR);
    stage.children.last('job').exit(1);
    await stage.settle();
    expect(stage.info('job').status).toBe('backoff');
    await stage.clock.advance(100);
    stage.children.last('job').exit(2);
    await stage.settle();
    expect(stage.info('job')).toMatchObject({
      status: 'scheduled',
      exit: { code: 2 },
      cause: { reason: 'too-many-restarts', restarts: 1 },
    });
    await stage.clock.advance(HOUR);
    // The next time is a new beginning.
    stage.children.last('job').exit(1);
    await stage.settle();
    expect(stage.info('job').status).toBe('backoff');
  });

  it('is scheduled again when it could not be spawned', async () => {
    const stage = new Stage([job(every(HOUR))]);
    stage.children.failNext('job', { reason: 'command-not-found', command: 'job' });
    await stage.up();
    await stage.clock.advance(HOUR);
    expect(stage.info('job')).toMatchObject({ status: 'scheduled', cause: { reason: 'spawn-failed' } });
    await stage.clock.advance(HOUR);
    expect(stage.info('job').status).toBe('running');
  });

  it('skips what becomes due while it runs', async () => {
    const stage = new Stage([job(cron('* * * * *'))]);
    await stage.up();
    await stage.clock.advance(MINUTE + 2.5 * MINUTE);
    expect(stage.children.all).toHaveLength(1);
    stage.children.last('job').exit(0);
    await stage.settle();
    expect(stage.info('job').status).toBe('scheduled');
    await stage.clock.advance(MINUTE / 2);
    expect(stage.children.all).toHaveLength(2);
  });

  it.each([
    ['cron', cron('* * * * *', { overlap: 'queue' })],
    ['an interval', every(MINUTE, { overlap: 'queue' })],
  ])('runs once more for all that became due while it ran, with overlap: queue and %s', async (_, schedule) => {
    const stage = new Stage([job(schedule)]);
    await stage.up();
    await stage.clock.advance(MINUTE + 2.5 * MINUTE);
    stage.children.last('job').exit(0);
    await stage.settle();
    expect(stage.info('job')).toMatchObject({ status: 'running', run: 2 });
    stage.children.last('job').exit(0);
    await stage.settle();
    expect(stage.info('job').status).toBe('scheduled');
    await stage.clock.advance(MINUTE / 2);
    expect(stage.info('job')).toMatchObject({ status: 'running', run: 3 });
  });

  it('never ends the project', async () => {
    const stage = new Stage([job(every(MINUTE), { exitProject: 'on-exit' })]);
    await stage.up();
    await stage.clock.advance(MINUTE);
    stage.children.last('job').exit(1);
    await stage.settle();
    expect(stage.projectExits).toEqual([]);
  });
});

describe('a clock that jumps', () => {
  const daily = () => job(cron('0 12 * * *'));

  it('makes up for a run that it has jumped over by less than a minute', async () => {
    const stage = new Stage([daily()]);
    await stage.up();
    await stage.clock.advance(11 * HOUR);
    stage.clock.setWallTime(Date.UTC(2024, 0, 1, 12, 0, 20));
    await stage.clock.advance(30_000);
    expect(stage.children.all).toHaveLength(1);
  });

  it('lets go of what it has jumped over by more', async () => {
    const stage = new Stage([daily()]);
    await stage.up();
    await stage.clock.advance(11 * HOUR);
    stage.clock.setWallTime(Date.UTC(2024, 0, 1, 13));
    await stage.clock.advance(30_000);
    expect(stage.children.all).toHaveLength(0);
    expect(stage.info('job').nextRunAt).toBe(Date.UTC(2024, 0, 2, 12));
  });

  it('makes up for at most one run, after a sleep of hours', async () => {
    const stage = new Stage([job(cron('* * * * *'))]);
    await stage.up();
    // As after a suspended machine: the monotonic clock stood still.
    stage.clock.setWallTime(Date.UTC(2024, 0, 1, 5, 0, 10));
    await stage.clock.advance(30_000);
    expect(stage.children.all).toHaveLength(1);
    stage.children.last('job').exit(0);
    await stage.clock.advance(19_999);
    expect(stage.children.all).toHaveLength(1);
    await stage.clock.advance(1);
    expect(stage.children.all).toHaveLength(2);
  });

  it('counts as it stands when it was set back by much', async () => {
    const stage = new Stage([job(cron('0 * * * *'))]);
    await stage.up();
    await stage.clock.advance(3 * HOUR);
    stage.children.last('job').exit(0);
    await stage.settle();
    stage.clock.setWallTime(Date.UTC(2024, 0, 1, 0, 58));
    await stage.clock.advance(2 * MINUTE - 1);
    expect(stage.children.all).toHaveLength(1);
    await stage.clock.advance(1);
    expect(stage.children.all).toHaveLength(2);
  });

  it('repeats no run when it was set back by little', async () => {
    const stage = new Stage([job(cron('0 * * * *'))]);
    await stage.up();
    await stage.clock.advance(HOUR);
    stage.children.last('job').exit(0);
    await stage.settle();
    stage.clock.setWallTime(Date.UTC(2024, 0, 1, 0, 59, 30));
    await stage.clock.advance(HOUR);
    expect(stage.children.all).toHaveLength(1);
    await stage.clock.advance(30_000);
    expect(stage.children.all).toHaveLength(2);
  });

  it('does not matter to an interval', async () => {
    const stage = new Stage([job(every(HOUR))]);
    await stage.up();
    stage.clock.setWallTime(Date.UTC(2030, 0, 1));
    await stage.clock.advance(HOUR - 1);
    expect(stage.children.all).toHaveLength(0);
    expect(stage.info('job').nextRunAt).toBe(Date.UTC(2030, 0, 1, 1));
    await stage.clock.advance(1);
    expect(stage.children.all).toHaveLength(1);
  });
});

describe('commands to a process on a schedule', () => {
  it('runs now when it is started, and is due at the same time as before', async () => {
    const stage = new Stage([job(every(HOUR))]);
    await stage.up();
    await stage.clock.advance(HOUR / 2);
    const [outcome] = await stage.finish(stage.supervisor.start(['job'], { dependencies: true }));
    expect(outcome).toMatchObject({ ok: true, status: 'running' });
    stage.children.last('job').exit(0);
    await stage.clock.advance(HOUR / 2);
    expect(stage.info('job')).toMatchObject({ status: 'running', run: 2 });
  });

  it('is off its schedule when it is stopped, until it is started', async () => {
    const stage = new Stage([job(every(MINUTE))]);
    await stage.up();
    await stage.finish(stage.supervisor.stop(['job']));
    expect(stage.info('job')).toMatchObject({ status: 'stopped', nextRunAt: null });
    expect(stage.clock.pending).toBe(0);
    await stage.finish(stage.supervisor.start(['job'], { dependencies: true }));
    stage.children.last('job').exit(0);
    await stage.settle();
    expect(stage.info('job').status).toBe('scheduled');
  });

  it('is off its schedule when it is stopped during a run', async () => {
    const stage = new Stage([job(every(MINUTE))]);
    await stage.up();
    await stage.clock.advance(MINUTE);
    await stage.finish(stage.supervisor.stop(['job']));
    expect(stage.info('job').status).toBe('stopped');
  });

  it('runs now when it is restarted', async () => {
    const stage = new Stage([job(every(HOUR))]);
    await stage.up();
    await stage.finish(stage.supervisor.restart(['job']));
    expect(stage.info('job').status).toBe('running');
  });
});

describe('dependencies and schedules', () => {
  it.each(['completed', 'completed_successfully', 'ready', 'started'])(
    'lets those that wait for it to be %s begin with its first run',
    async (condition) => {
      const stage = new Stage([job(every(HOUR)), specOf('api', needs(`job:${condition}`))]);
      await stage.up();
      expect(stage.statuses).toEqual({ job: 'scheduled', api: 'pending' });
      await stage.clock.advance(HOUR);
      stage.children.last('job').exit(0);
      await stage.settle();
      expect(stage.statuses).toEqual({ job: 'scheduled', api: 'running' });
      // Through its later runs the condition holds.
      await stage.clock.advance(HOUR);
      await stage.finish(stage.supervisor.restart(['api']));
      expect(stage.statuses).toEqual({ job: 'running', api: 'running' });
    },
  );

  it('waits on for a good end after a bad one', async () => {
    const stage = new Stage([job(every(HOUR)), specOf('api', needs('job:completed_successfully'))]);
    await stage.up();
    await stage.clock.advance(HOUR);
    stage.children.last('job').exit(1);
    await stage.settle();
    expect(stage.statuses).toEqual({ job: 'scheduled', api: 'pending' });
    await stage.clock.advance(HOUR);
    stage.children.last('job').exit(0);
    await stage.settle();
    expect(stage.info('api').status).toBe('running');
  });

  it('asks at each run whether its dependencies hold', async () => {
    const stage = new Stage([specOf('db'), job(every(HOUR), needs('db'))]);
    await stage.up();
    await stage.finish(stage.supervisor.stop(['db']));
    await stage.clock.advance(HOUR);
    expect(stage.info('job')).toMatchObject({
      status: 'scheduled',
      run: 0,
      cause: { reason: 'dependency', process: 'db', status: 'stopped' },
    });
    await stage.finish(stage.supervisor.start(['db'], { dependencies: true }));
    expect(stage.info('job').run).toBe(0);
    await stage.clock.advance(HOUR);
    expect(stage.info('job').status).toBe('running');
  });

  it('tells who starts it by name that a dependency keeps it from running', async () => {
    const stage = new Stage([specOf('db'), job(every(HOUR), needs('db'))]);
    stage.children.failNext('db', { reason: 'command-not-found', command: 'db' });
    await stage.up();
    stage.children.failNext('db', { reason: 'command-not-found', command: 'db' });
    const [outcome] = await stage.finish(stage.supervisor.start(['job'], { dependencies: true }));
    expect(outcome).toMatchObject({ ok: false, status: 'scheduled', error: { reason: 'impossible' } });
  });
});

describe('a reload of a process on a schedule', () => {
  it('goes by a changed schedule from then on', async () => {
    const before = job(every(HOUR));
    const stage = new Stage([before]);
    await stage.up();
    await stage.clock.advance(HOUR - 1);
    await apply(stage, before, job(every(MINUTE)), 'update');
    await stage.clock.advance(MINUTE - 1);
    expect(stage.children.all).toHaveLength(0);
    await stage.clock.advance(1);
    expect(stage.children.all).toHaveLength(1);
  });

  it('leaves a run alone whose schedule changes', async () => {
    const before = job(every(HOUR));
    const stage = new Stage([before]);
    await stage.up();
    await stage.clock.advance(HOUR);
    await apply(stage, before, job(every(MINUTE)), 'update');
    expect(stage.info('job')).toMatchObject({ status: 'running', run: 1 });
    stage.children.last('job').exit(0);
    await stage.clock.advance(MINUTE);
    expect(stage.info('job').run).toBe(2);
  });

  it('keeps its time when something else changes', async () => {
    const before = job(every(HOUR));
    const stage = new Stage([before]);
    await stage.up();
    await stage.clock.advance(HOUR - 1);
    await apply(stage, before, job(every(HOUR), { description: 'new' }), 'update');
    await stage.clock.advance(1);
    expect(stage.children.all).toHaveLength(1);
  });

  it('does not run what waits for its time because its command changed', async () => {
    const before = job(every(HOUR));
    const stage = new Stage([before]);
    await stage.up();
    const next = job(every(HOUR), { command: { kind: 'argv', argv: ['other'] } });
    const [outcome] = await apply(stage, before, next, 'restart');
    expect(outcome).toMatchObject({ ok: true, status: 'scheduled' });
    await stage.clock.advance(HOUR);
    expect(stage.spawned).toEqual(['other']);
  });

  it('runs what has lost its schedule, and schedules what has got one when its run ends', async () => {
    const plain = specOf('job');
    const stage = new Stage([job(every(HOUR))]);
    await stage.up();
    await apply(stage, job(every(HOUR)), plain, 'update');
    expect(stage.info('job').status).toBe('running');
    await apply(stage, plain, job(every(HOUR)), 'update');
    stage.children.last('job').exit(0);
    await stage.settle();
    expect(stage.info('job').status).toBe('scheduled');
  });

  it('schedules what had completed', async () => {
    const stage = new Stage([specOf('job')]);
    await stage.up();
    stage.children.last('job').exit(0);
    await stage.settle();
    await apply(stage, specOf('job'), job(every(HOUR)), 'update');
    expect(stage.info('job').status).toBe('scheduled');
  });
});
