import { describe, expect, it } from '@jest/globals';
import { ALWAYS, ON_FAILURE, STOP, specOf } from './specs.ts';
import { Stage } from './stage.ts';

describe('a run that ends by itself', () => {
  it('completes with a code that counts as success', async () => {
    const stage = new Stage([specOf('job', { successExitCodes: [0, 3] })]);
    await stage.up();
    stage.children.last('job').exit(3);
    await stage.settle();
    expect(stage.info('job')).toMatchObject({
      status: 'completed',
      wanted: 'up',
      exit: { code: 3, signal: null },
      pid: null,
    });
  });

  it('crashes by a signal, and says which', async () => {
    const stage = new Stage([specOf('job')]);
    await stage.up();
    stage.children.last('job').killedBy('SIGSEGV');
    await stage.settle();
    expect(stage.info('job')).toMatchObject({
      status: 'crashed',
      cause: { reason: 'exited', exit: { code: null, signal: 'SIGSEGV' } },
    });
  });

  it('is restarted after exactly the backoff', async () => {
    const stage = new Stage([specOf('api', { restart: ON_FAILURE })]);
    await stage.up();
    for (const delay of [100, 200, 400]) {
      stage.children.last('api').exit(1);
      await stage.settle();
      expect(stage.info('api')).toMatchObject({ status: 'backoff', retryAt: stage.clock.wallTime() + delay });
      await stage.clock.advance(delay - 1);
      expect(stage.info('api').status).toBe('backoff');
      await stage.clock.advance(1);
      expect(stage.info('api').status).toBe('running');
    }
    expect(stage.info('api')).toMatchObject({ run: 4, restarts: 3 });
  });

  it('is replaced at once when it was stable', async () => {
    const stage = new Stage([specOf('api', { restart: ON_FAILURE })]);
    await stage.up();
    await stage.clock.advance(10_000);
    stage.children.last('api').exit(1);
    await stage.settle();
    expect(stage.info('api')).toMatchObject({ status: 'running', run: 2, restarts: 1 });
  });

  it('ends as crashed when the restarts are used up, and a start counts anew', async () => {
    const stage = new Stage([specOf('api', { restart: { ...ALWAYS, maxRestarts: 1 } })]);
    await stage.up();
    stage.children.last('api').exit(0);
    await stage.clock.advance(100);
    stage.children.last('api').exit(0);
    await stage.settle();
    expect(stage.info('api')).toMatchObject({
      status: 'crashed',
      cause: { reason: 'too-many-restarts', exit: { code: 0, signal: null }, restarts: 1 },
    });
    await stage.supervisor.start(['api'], { dependencies: true });
    stage.children.last('api').exit(0);
    await stage.clock.advance(100);
    expect(stage.info('api').status).toBe('running');
  });

  it('waits for a backoff that a change of the wall clock neither shortens nor stretches', async () => {
    const stage = new Stage([specOf('api', { restart: ON_FAILURE })]);
    await stage.up();
    stage.clock.setWallTime(0);
    stage.children.last('api').exit(1);
    await stage.clock.advance(99);
    expect(stage.info('api').status).toBe('backoff');
    await stage.clock.advance(1);
    expect(stage.info('api')).toMatchObject({ status: 'running', uptimeMs: 0 });
  });

  it('is judged only when the rest of its group has been ended, and shows its exit meanwhile', async () => {
    const stage = new Stage([specOf('api', { restart: ON_FAILURE, stop: { ...STOP, graceMs: 500 } })]);
    stage.children.temper('api', { others: 2 });
    await stage.up();
    stage.children.last('api').exit(1);
    await stage.settle();
    expect(stage.info('api')).toMatchObject({ status: 'stopping', exit: { code: 1, signal: null }, pid: null });
    await stage.clock.advance(499);
    expect(stage.children.last('api').signals).toEqual(['SIGTERM']);
    await stage.clock.advance(2);
    expect(stage.info('api').status).toBe('backoff');
    expect(stage.children.last('api').signals).toEqual(['SIGTERM', 'SIGKILL']);
  });

  it('has those it left behind signalled, though its own stop is a command or for the leader alone', async () => {
    const command = { kind: 'argv', argv: ['quit'] } as const;
    const stage = new Stage([specOf('api', { stop: { ...STOP, command, leaderOnly: true } })]);
    stage.children.temper('api', { others: 1 });
    await stage.up();
    stage.children.last('api').exit(0);
    await stage.settle();
    expect(stage.spawned).toEqual(['api']);
    expect(stage.children.last('api').signals).toEqual(['SIGTERM']);
    stage.children.last('api').othersEnd();
    await stage.clock.advance(50);
    expect(stage.info('api').status).toBe('completed');
  });

  it('stores what it printed before its exit', async () => {
    const stage = new Stage([specOf('job')]);
    await stage.up();
    stage.children.last('job').print('stdout', 'bye');
    stage.children.last('job').exit(0);
    await stage.settle();
    expect(stage.stored.map(({ type, run }) => [type, run])).toEqual([
      ['AppendLog', 1],
      ['StreamEnded', 1],
      ['StreamEnded', 1],
      ['ProcessExited', 1],
    ]);
  });

  it('ends the project once when it says so', async () => {
    const stage = new Stage([
      specOf('tests', { exitProject: 'on-exit' }),
      specOf('lint', { exitProject: 'on-failure' }),
      specOf('other', { exitProject: 'on-failure' }),
    ]);
    await stage.up();
    stage.children.last('lint').exit(0);
    await stage.settle();
    expect(stage.projectExits).toEqual([]);
    stage.children.last('tests').exit(4);
    await stage.settle();
    stage.children.last('other').exit(1);
    await stage.settle();
    expect(stage.projectExits).toEqual([{ name: 'tests', exit: { code: 4, signal: null } }]);
  });

  it('does not end the project while it is restarted, nor when it is stopped', async () => {
    const stage = new Stage([specOf('api', { exitProject: 'on-exit', restart: ON_FAILURE })]);
    await stage.up();
    stage.children.last('api').exit(1);
    await stage.clock.advance(100);
    await stage.finish(stage.supervisor.stop(['api']));
    expect(stage.projectExits).toEqual([]);
  });
});
