import { describe, expect, it } from '@jest/globals';
import { ResourceSampler } from '../../src/app/resource-sampler.ts';
import { ResourceUsage } from '../../src/app/resource-usage.ts';
import { neverRun, type ProcessInfo } from '../../src/model/process-status.ts';
import { ManualClock } from '../rig/manual-clock.ts';
import { entry } from './table-entry.ts';

const BEGAN_AT = Date.UTC(2024, 0, 1);

function sampling() {
  const clock = new ManualClock(BEGAN_AT);
  let measured = 0;
  // Lives since long, and uses half of a core.
  const usage = new ResourceUsage(clock, () => {
    measured += 1;
    return [entry({ pid: 7, cpuMs: 500_000 + clock.now() / 2, memoryBytes: measured })];
  });
  const api: ProcessInfo = { ...neverRun('api', 'running'), pid: 7 };
  const processes = () => [{ ...api, uptimeMs: 1_000_000 + clock.now() }];
  const sampler = new ResourceSampler({ clock, usage, processes });
  const offsets = () => sampler.read(['api'], null).offsetsMs;
  return { clock, usage, sampler, processes, offsets, measured: () => measured };
}

describe('the sampler of resources', () => {
  it('measures nothing before it begins, and nothing after it has ended', async () => {
    const { clock, sampler, measured } = sampling();
    await clock.advance(60_000);
    expect(measured()).toBe(0);
    expect(sampler.read(['api'], null)).toMatchObject({
      beganAt: null,
      offsetsMs: [],
      processes: [{ cpu: [], memory: [] }],
    });
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
    expect(sampler.read(['api'], null)).toEqual({
      beganAt: BEGAN_AT,
      everyMs: 2_000,
      offsetsMs: [0, 2_000, 4_000],
      processes: [{ name: 'api', cpu: [0.5, 0.5, 0.5], memory: [1, 2, 3] }],
    });
  });

  it('looks where others have just looked, and tells the mean of its own time all the same', async () => {
    const { clock, usage, sampler, processes, measured } = sampling();
    sampler.begin();
    await clock.advance(1_500);
    usage.use(processes());
    expect(measured()).toBe(2);
    await clock.advance(500);
    expect(measured()).toBe(2);
    expect(sampler.read(['api'], null).processes[0]?.cpu).toEqual([0.5, 0.5]);
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
    expect(sampler.read([], null).beganAt).toBe(BEGAN_AT);
  });

  it('has the latest rows right when the wall clock is set back', async () => {
    const { clock, sampler, offsets } = sampling();
    sampler.begin();
    await clock.advance(2_000);
    clock.setWallTime(BEGAN_AT - 600_000);
    await clock.advance(2_000);
    expect(offsets()).toEqual([0, 2_000, 4_000]);
    expect((sampler.read([], null).beganAt ?? 0) + 4_000).toBe(clock.wallTime());
  });
});
