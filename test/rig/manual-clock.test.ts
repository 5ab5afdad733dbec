import { describe, expect, it } from '@jest/globals';
import { ManualClock } from './manual-clock.ts';

describe('the manual clock', () => {
  it('fires timers in the order of their moments, and those of one moment in the order made', async () => {
    const clock = new ManualClock();
    const fired: string[] = [];
    clock.schedule(20, () => fired.push(`c at ${clock.now()}`));
    clock.schedule(10, () => fired.push(`a at ${clock.now()}`));
    clock.schedule(10, () => fired.push(`b at ${clock.now()}`));
    await clock.advance(15);
    expect(fired).toEqual(['a at 10', 'b at 10']);
    expect([clock.now(), clock.pending]).toEqual([15, 1]);
  });

  it('fires what is scheduled on the way', async () => {
    const clock = new ManualClock();
    const fired: number[] = [];
    const again = () => {
      fired.push(clock.now());
      clock.schedule(10, again);
    };
    clock.schedule(10, again);
    await clock.advance(30);
    expect(fired).toEqual([10, 20, 30]);
  });

  it('does not fire what was cancelled', async () => {
    const clock = new ManualClock();
    const cancel = clock.schedule(1, () => {
      throw new Error('Internal error: cancelled timer fired');
    });
    cancel();
    cancel();
    await clock.advance(10);
    expect(clock.pending).toBe(0);
  });

  it('has a wall time that jumps when it is set, and a time that does not', async () => {
    const clock = new ManualClock(1_000);
    await clock.advance(5);
    clock.setWallTime(0);
    expect([clock.now(), clock.wallTime()]).toEqual([5, 0]);
  });

  it('goes on until something is so, and says when that cannot be', async () => {
    const clock = new ManualClock();
    let done = false;
    clock.schedule(70, () => {
      done = true;
    });
    await clock.advanceUntil(() => done);
    expect(clock.now()).toBe(70);
    await expect(clock.advanceUntil(() => false)).rejects.toThrow('nothing more can happen');
  });
});
