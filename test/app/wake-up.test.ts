import { describe, expect, it } from '@jest/globals';
import { WakeUp } from '../../src/app/wake-up.ts';
import { ManualClock } from '../rig/manual-clock.ts';

describe('WakeUp', () => {
  it('looks at once, and does not wait when there is something', async () => {
    const wakeUp = new WakeUp(new ManualClock());
    expect(await wakeUp.until(() => 'found', null)).toBe('found');
  });

  it('looks again after each change', async () => {
    const wakeUp = new WakeUp(new ManualClock());
    let value = 0;
    const waiting = wakeUp.until(() => (value >= 2 ? value : null), null);
    for (let i = 0; i < 2; i++) {
      await Promise.resolve();
      value += 1;
      wakeUp.notify();
    }
    expect(await waiting).toBe(2);
  });

  it('does not miss a change that comes while it looks', async () => {
    const wakeUp = new WakeUp(new ManualClock());
    let looks = 0;
    const look = async () => {
      looks += 1;
      if (looks === 1) wakeUp.notify();
      return looks === 2 ? 'second look' : null;
    };
    expect(await wakeUp.until(look, null)).toBe('second look');
  });

  it('gives up when time is up, when it is told to, and when it is closed', async () => {
    const clock = new ManualClock();
    const wakeUp = new WakeUp(clock);
    const abort = new AbortController();
    const late = wakeUp.until(() => null, 1_000);
    const aborted = wakeUp.until(() => null, null, abort.signal);
    const closed = wakeUp.until(() => null, null);
    await Promise.resolve();
    await clock.advance(1_000);
    abort.abort();
    expect(await late).toBeNull();
    expect(await aborted).toBeNull();
    wakeUp.close();
    expect(await closed).toBeNull();
  });
});
