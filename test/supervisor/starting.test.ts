import { describe, expect, it } from '@jest/globals';
import { err } from '../../src/model/result.ts';
import { ALWAYS, NEVER, needs, specOf } from './specs.ts';
import { Stage } from './stage.ts';

const COMMAND_MISSING = { reason: 'command-not-found', command: 'api' } as const;

describe('starting', () => {
  it('answers when the process has a child', async () => {
    const stage = new Stage([specOf('api')]);
    const outcomes = await stage.supervisor.start(['api'], { dependencies: true });
    expect(outcomes).toEqual([{ name: 'api', ok: true, status: 'running', error: null }]);
    expect(stage.info('api')).toMatchObject({
      status: 'running',
      wanted: 'up',
      run: 1,
      pid: stage.children.last('api').pid,
    });
    expect(stage.historyOf('api')).toEqual(['starting', 'running']);
  });

  it('leaves alone what runs', async () => {
    const stage = new Stage([specOf('api')]);
    await stage.up();
    const [outcome] = await stage.supervisor.start(['api'], { dependencies: true });
    expect(outcome?.ok).toBe(true);
    expect(stage.spawned).toEqual(['api']);
  });

  it('leaves out what is not started with the project', async () => {
    const stage = new Stage([specOf('api'), specOf('tool', { autostart: false }), specOf('off', { enabled: false })]);
    await stage.up();
    expect(stage.statuses).toEqual({ api: 'running', tool: 'stopped', off: 'disabled' });
  });

  it('runs a disabled process that is asked for by name', async () => {
    const stage = new Stage([specOf('off', { enabled: false })]);
    const [outcome] = await stage.supervisor.start(['off'], { dependencies: true });
    expect(outcome).toMatchObject({ ok: true, status: 'running' });
  });

  it('does not run again what has completed when the project is started again', async () => {
    const stage = new Stage([specOf('migrate'), specOf('api', { autostart: true })]);
    await stage.up();
    stage.children.last('migrate').exit(0);
    stage.children.last('api').exit(1);
    await stage.settle();
    await stage.up();
    expect(stage.spawned).toEqual(['migrate', 'api', 'api']);
  });

  it('says which name it does not know', async () => {
    const stage = new Stage([specOf('api')]);
    const [outcome] = await stage.supervisor.start(['nope'], { dependencies: true });
    expect(outcome?.error).toEqual({ reason: 'unknown-process', name: 'nope', suggestion: null });
  });

  it('reports a command that cannot be spawned, as a failed run', async () => {
    const stage = new Stage([specOf('api')]);
    stage.children.failNext('api', COMMAND_MISSING);
    const [outcome] = await stage.supervisor.start(['api'], { dependencies: true });
    expect(outcome).toEqual({ name: 'api', ok: false, status: 'crashed', error: COMMAND_MISSING });
    expect(stage.info('api').cause).toEqual({ reason: 'spawn-failed', failure: COMMAND_MISSING });
    expect(stage.supervisor.report('api')?.runs).toMatchObject([
      { run: 1, pid: null, exit: null, cause: { reason: 'spawn-failed', failure: COMMAND_MISSING } },
    ]);
  });

  it('reports an environment that cannot be read', async () => {
    const failure = { reason: 'bad-environment', detail: 'no such file' } as const;
    const stage = new Stage([specOf('api')], { readEnvironment: () => err(failure) });
    const [outcome] = await stage.supervisor.start(['api'], { dependencies: true });
    expect(outcome).toMatchObject({ ok: false, status: 'crashed', error: failure });
  });

  it('tries again after a backoff when the system is out of resources, whatever the policy', async () => {
    const stage = new Stage([specOf('api', { restart: { ...NEVER, maxRestarts: 0 } })]);
    stage.children.failNext('api', { reason: 'out-of-resources', code: 'EMFILE' });
    await stage.up();
    expect(stage.info('api')).toMatchObject({ status: 'backoff', cause: { reason: 'spawn-failed' } });
    await stage.clock.advance(100);
    expect(stage.info('api').status).toBe('running');
  });
});

describe('signals', () => {
  it('go to the groups of those that run, and the others say that they do not', async () => {
    const stage = new Stage([specOf('api'), specOf('job')]);
    await stage.up();
    stage.children.last('job').exit(0);
    await stage.settle();
    expect(stage.supervisor.signal(['api', 'job'], 'SIGWINCH')).toEqual([
      { name: 'api', ok: true, status: 'running', error: null },
      { name: 'job', ok: false, status: 'completed', error: { reason: 'process-not-running', name: 'job' } },
    ]);
    expect(stage.children.last('api').signals).toEqual(['SIGWINCH']);
  });
});

describe('events', () => {
  it('tell of real changes only', async () => {
    const stage = new Stage([specOf('api')]);
    await stage.up();
    const told = stage.events.length;
    await stage.supervisor.start(['api'], { dependencies: true });
    await stage.clock.advance(60_000);
    expect(stage.events).toHaveLength(told);
    expect(stage.info('api').uptimeMs).toBe(60_000);
  });
});

describe('the history of a process', () => {
  it('keeps the last hundred runs', async () => {
    const restart = { ...ALWAYS, backoff: { ...ALWAYS.backoff, initialMs: 0 } };
    const stage = new Stage([specOf('api', { restart })]);
    await stage.up();
    for (let run = 1; run < 120; run++) {
      stage.children.last('api').exit(0);
      await stage.settle();
    }
    const runs = stage.supervisor.report('api')?.runs ?? [];
    expect(runs).toHaveLength(100);
    expect(runs[0]?.run).toBe(21);
    expect(runs.at(-1)).toMatchObject({ run: 120, endedAt: null, pid: stage.info('api').pid });
  });

  it('names the dependents', () => {
    const stage = new Stage([specOf('db'), specOf('api', needs('db'))]);
    expect(stage.supervisor.report('db')?.dependents).toEqual(['api']);
    expect(stage.supervisor.report('nope')).toBeNull();
  });
});
