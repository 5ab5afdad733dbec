import { describe, expect, it } from '@jest/globals';
import { awakeClock } from '../../src/app/awake-clock.ts';
import { ManualClock } from '../rig/manual-clock.ts';

describe('a clock that stands still while nobody runs', () => {
  it('counts and calls like the clock that it stands on', async () => {
    const clock = new ManualClock();
    const awake = awakeClock(clock);
    const heard: number[] = [];
    awake.schedule(2_500, () => heard.push(awake.now()));
    awake.schedule(0, () => heard.push(awake.now()));
    const cancel = awake.schedule(1_000, () => heard.push(-1));
    cancel();
    cancel();
    await clock.advance(60_000);
    expect(heard).toEqual([0, 2_500]);
    expect(awake.now()).toBe(60_000);
    expect(awake.wallTime()).toBe(clock.wallTime());
    expect(clock.pending).toBe(0);
  });

  it('leaves out the time in which no timer came', async () => {
    const clock = new ManualClock();
    const awake = awakeClock(clock);
    const heard: string[] = [];
    awake.schedule(10_000, () => heard.push('deadline'));
    await clock.advance(4_000);
    await clock.sleep(3_600_000);
    expect(heard).toEqual([]);
    const rest = 10_000 - awake.now();
    expect(rest).toBeGreaterThan(4_000);
    await clock.advance(rest - 1);
    expect(heard).toEqual([]);
    await clock.advance(BEAT_MS);
    expect(heard).toEqual(['deadline']);
  });

  it('does not take a busy machine for a sleeping one', async () => {
    const clock = new ManualClock();
    const awake = awakeClock(clock);
    const heard: string[] = [];
    awake.schedule(3_000, () => heard.push('deadline'));
    await clock.sleep(5_500);
    expect(heard).toEqual(['deadline']);
    expect(awake.now()).toBe(5_500);
  });

  it('takes the time in which nobody waited for nothing else', async () => {
    const clock = new ManualClock();
    const awake = awakeClock(clock);
    await clock.advance(3_600_000);
    expect(awake.now()).toBe(3_600_000);
    const heard: string[] = [];
    awake.schedule(1_000, () => heard.push('later'));
    await clock.advance(1_000);
    expect(heard).toEqual(['later']);
  });
});

const BEAT_MS = 1_000;
