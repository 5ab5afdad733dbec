import { describe, expect, it } from '@jest/globals';
import { resolveTargets, type Targetable } from '../../src/app/targets.ts';

const NAMES = ['api', 'worker-1', 'worker-2', 'web/front.end'];

const PROJECT: Targetable = { processes: NAMES.map((name) => ({ name, replicaOf: null })), sets: [] };

const WITH_SETS: Targetable = {
  processes: [
    { name: 'api', replicaOf: null },
    { name: 'worker-1', replicaOf: 'worker' },
    { name: 'worker-2', replicaOf: 'worker' },
  ],
  sets: ['worker', 'idle'],
};

describe('resolveTargets', () => {
  it('takes no target for every process', () => {
    expect(resolveTargets([], PROJECT)).toEqual({ ok: true, value: NAMES });
  });

  it('answers in the order of the project, each name once', () => {
    expect(resolveTargets(['worker-*', 'api', 'worker-1'], PROJECT)).toEqual({
      ok: true,
      value: ['api', 'worker-1', 'worker-2'],
    });
  });

  it('takes dots and slashes of a name literally', () => {
    expect(resolveTargets(['web/front.*'], PROJECT)).toEqual({ ok: true, value: ['web/front.end'] });
    expect(resolveTargets(['web.front*'], PROJECT).ok).toBe(false);
  });

  it('suggests the name that was probably meant', () => {
    expect(resolveTargets(['apo'], PROJECT)).toEqual({
      ok: false,
      failure: { reason: 'unknown-process', name: 'apo', suggestion: 'api' },
    });
  });

  it('refuses a pattern that matches nothing, even beside one that does', () => {
    expect(resolveTargets(['api', 'db-*'], PROJECT).ok).toBe(false);
  });

  it('takes the name of a replica set for all of its replicas', () => {
    expect(resolveTargets(['worker'], WITH_SETS)).toEqual({ ok: true, value: ['worker-1', 'worker-2'] });
    expect(resolveTargets(['wor?er'], WITH_SETS)).toEqual({ ok: true, value: ['worker-1', 'worker-2'] });
    expect(resolveTargets(['worker-2'], WITH_SETS)).toEqual({ ok: true, value: ['worker-2'] });
  });

  it('knows a replica set that has no replica at the moment', () => {
    expect(resolveTargets(['idle'], WITH_SETS)).toEqual({ ok: true, value: [] });
  });

  it('suggests a replica set', () => {
    expect(resolveTargets(['idel'], WITH_SETS)).toMatchObject({ failure: { suggestion: 'idle' } });
  });
});
