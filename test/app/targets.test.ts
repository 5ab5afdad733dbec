import { describe, expect, it } from '@jest/globals';
import { resolveTargets } from '../../src/app/targets.ts';

const NAMES = ['api', 'worker-1', 'worker-2', 'web/front.end'];

describe('resolveTargets', () => {
  it('takes no target for every process', () => {
    expect(resolveTargets([], NAMES)).toEqual({ ok: true, value: NAMES });
  });

  it('answers in the order of the project, each name once', () => {
    expect(resolveTargets(['worker-*', 'api', 'worker-1'], NAMES)).toEqual({
      ok: true,
      value: ['api', 'worker-1', 'worker-2'],
    });
  });

  it('takes dots and slashes of a name literally', () => {
    expect(resolveTargets(['web/front.*'], NAMES)).toEqual({ ok: true, value: ['web/front.end'] });
    expect(resolveTargets(['web.front*'], NAMES).ok).toBe(false);
  });

  it('suggests the name that was probably meant', () => {
    expect(resolveTargets(['apo'], NAMES)).toEqual({
      ok: false,
      failure: { reason: 'unknown-process', name: 'apo', suggestion: 'api' },
    });
  });

  it('refuses a pattern that matches nothing, even beside one that does', () => {
    expect(resolveTargets(['api', 'db-*'], NAMES).ok).toBe(false);
  });
});
