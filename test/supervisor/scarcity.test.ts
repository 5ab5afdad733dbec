import { describe, expect, it } from '@jest/globals';
import type { SpawnFailure } from '../../src/model/failure.ts';
import {
  firstReservedDescriptor,
  isOutOfResources,
  needDescriptor,
  openFilesLimit,
} from '../../src/supervisor/scarcity.ts';
import { NEVER, specOf } from './specs.ts';
import { Stage } from './stage.ts';

describe('the descriptors of a session', () => {
  it('are as many as the soft limit says', () => {
    expect(openFilesLimit('Max open files            1024                 4096                 files\n')).toBe(1024);
    expect(openFilesLimit('Max open files            unlimited            unlimited            files\n')).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  it('are left to the session itself from some number on', () => {
    expect(firstReservedDescriptor(64)).toBe(48);
    expect(firstReservedDescriptor(20_000)).toBe(19_968);
    expect(firstReservedDescriptor(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  });

  it('are refused to children from that number on, as beyond the limit', () => {
    expect(() => needDescriptor(Number.POSITIVE_INFINITY)).not.toThrow();
    expect(() => needDescriptor(0)).toThrow(expect.objectContaining({ code: 'EMFILE' }));
  });
});

describe('what the system lacks for a while', () => {
  it.each(['EMFILE', 'ENFILE', 'EAGAIN', 'ENOMEM', 'ENOBUFS'])('is told from a mistake: %s', (code) => {
    expect(isOutOfResources(code)).toBe(true);
  });

  it.each(['ENOENT', 'EACCES', 'E2BIG', undefined])('is not %s', (code) => {
    expect(isOutOfResources(code)).toBe(false);
  });
});

describe('a process whose spawn lacked something', () => {
  const PASSING: readonly SpawnFailure[] = [
    { reason: 'out-of-resources', code: 'EMFILE' },
    { reason: 'out-of-resources', code: 'EAGAIN' },
    { reason: 'executable-busy', command: './api' },
  ];

  it.each(PASSING)('is tried again until it runs, whatever its policy, and has not been restarted', async (failure) => {
    const stage = new Stage([specOf('api', { restart: { ...NEVER, maxRestarts: 0 } })]);
    for (let times = 0; times < 20; times++) stage.children.failNext('api', failure);
    await stage.up();
    expect(stage.info('api')).toMatchObject({ status: 'backoff', cause: { reason: 'spawn-failed', failure } });
    await stage.clock.advanceUntil(() => stage.info('api').status === 'running');
    expect(stage.info('api')).toMatchObject({ restarts: 0, exit: null });
  });

  it('waits between two tries also when its policy waits for nothing, and never long', async () => {
    const eager = { ...NEVER, backoff: { initialMs: 0, maxMs: 0, factor: 1, jitter: 0 } };
    const stage = new Stage([specOf('api', { restart: eager })]);
    for (let times = 0; times < 20; times++)
      stage.children.failNext('api', { reason: 'out-of-resources', code: 'EAGAIN' });
    await stage.up();
    expect(stage.info('api').run).toBe(1);
    await stage.clock.advance(10_000);
    const { run } = stage.info('api');
    expect(run).toBeGreaterThan(5);
    expect(run).toBeLessThan(10);
    await stage.clock.advance(5_000);
    expect(stage.info('api').run).toBe(run + 1);
  });

  it('is stopped while it waits, and stays so', async () => {
    const stage = new Stage([specOf('api')]);
    stage.children.failNext('api', { reason: 'out-of-resources', code: 'EMFILE' });
    await stage.up();
    expect(await stage.finish(stage.supervisor.stop(['api']))).toMatchObject([{ ok: true, status: 'stopped' }]);
    await stage.clock.advance(60_000);
    expect(stage.spawned).toEqual([]);
  });
});
