import { describe, expect, it } from '@jest/globals';
import { ResourceSampler } from '../../src/app/resource-sampler.ts';
import { ManualClock } from '../rig/manual-clock.ts';

const BEGAN_AT = Date.UTC(2024, 0, 1);

function sampling() {
  const clock = new ManualClock(BEGAN_AT);
  let measured = 0;
  const sampler = new ResourceSampler({
    clock,
    measure: () => {
      measured += 1;
      return [{ name: 'api', status: 'running', pid: 7, cpu: 0.5, memory: measured, osProcesses: 1 }];
    },
  });
  const offsets = () => sampler.read(['api']).offsetsMs;
  return { clock, sampler, offsets, measured: () => measured };
}

describe('the sampler of resources', () => {
  it('measures nothing before it begins, and nothing after it has ended', async () => {
    const { clock, sampler, measured } = sampling();
    await clock.advance(60_000);
    expect(measured()).toBe(0);
    expect(sampler.read(['api'])).toMatchObject({ beganAt: null, offsetsMs: [], processes: [{ cpu: [], memory: [] }] });
    sampler.begin();
    await clock.advance(2_000);
    sampler.end();
    expect(clock.pending).toBe(0);
    expect(sampler.names).toEqual([]);
    expect(measured()).toBe(2);
  });

  it('measures at once and every two seconds, and begins only once', async () => {
    const { clock, sampler } = sampling();
    sampler.begin();
    sampler.begin();
    await clock.advance(5_000);
    expect(sampler.read(['api'])).toEqual({
      beganAt: BEGAN_AT,
      everyMs: 2_000,
      offsetsMs: [0, 2_000, 4_000],
      processes: [{ name: 'api', cpu: [0.5, 0.5, 0.5], memory: [1, 2, 3] }],
    });
  });

  it('measures half as often when an hour is full', async () => {
    const { clock, sampler, measured } = sampling();
    sampler.begin();
    await clock.advance(3_600_000);
    expect(measured()).toBe(1_801);
    await clock.advance(8_000);
    expect(measured()).toBe(1_803);
  });

  it('leaves out time in which it did not run, and does not make up for it', async () => {
    const { clock, sampler, offsets, measured } = sampling();
    sampler.begin();
    await clock.sleep(3_600_000);
    expect(measured()).toBe(2);
    await clock.advance(2_000);
    expect(offsets()).toEqual([0, 3_600_000, 3_602_000]);
  });

  it('follows a wall clock that jumps ahead, which is what a machine that slept looks like', async () => {
    const { clock, sampler, offsets } = sampling();
    sampler.begin();
    clock.setWallTime(BEGAN_AT + 600_000);
    await clock.advance(2_000);
    expect(offsets()).toEqual([0, 602_000]);
    expect(sampler.read([]).beganAt).toBe(BEGAN_AT);
  });

  it('has the latest rows right when the wall clock is set back', async () => {
    const { clock, sampler, offsets } = sampling();
    sampler.begin();
    await clock.advance(2_000);
    clock.setWallTime(BEGAN_AT - 600_000);
    await clock.advance(2_000);
    expect(offsets()).toEqual([0, 2_000, 4_000]);
    expect((sampler.read([]).beganAt ?? 0) + 4_000).toBe(clock.wallTime());
  });
});
