import { describe, expect, it, jest } from '@jest/globals';
import { systemClock } from '../../src/app/system-clock.ts';

describe('systemClock', () => {
  it('tells the wall time to the microsecond, within a millisecond or two of the system', () => {
    const clock = systemClock();
    const before = Date.now();
    const time = clock.wallTime();
    expect(time).toBeGreaterThanOrEqual(before - 2);
    expect(time).toBeLessThanOrEqual(Date.now() + 2);
    expect(Math.round(time * 1000)).toBeCloseTo(time * 1000, 1);
  });

  it('follows the wall clock when that is set, while now() goes on evenly', () => {
    const clock = systemClock();
    const monotonic = clock.now();
    const anHourAgo = Date.now() - 3_600_000;
    const set = jest.spyOn(Date, 'now').mockReturnValue(anHourAgo);
    expect(Math.abs(clock.wallTime() - anHourAgo)).toBeLessThan(2);
    expect(clock.now()).toBeGreaterThanOrEqual(monotonic);
    set.mockRestore();
  });

  it('calls back after a delay of zero, and never after being cancelled', async () => {
    const clock = systemClock();
    const calls: string[] = [];
    clock.schedule(0, () => calls.push('cancelled'))();
    await new Promise<void>((resolve) => clock.schedule(0, resolve));
    expect(calls).toEqual([]);
  });

  it('does not call back at once for a delay longer than setTimeout can count', async () => {
    const clock = systemClock();
    const calls: string[] = [];
    const cancel = clock.schedule(2 ** 31, () => calls.push('too early'));
    await new Promise<void>((resolve) => clock.schedule(2, resolve));
    cancel();
    expect(calls).toEqual([]);
  });
});
