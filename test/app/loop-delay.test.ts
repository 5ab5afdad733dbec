import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { measureLoopDelay } from '../../src/app/loop-delay.ts';
import { ManualClock } from '../rig/manual-clock.ts';

/** Timers come in the order in which they are due: one for later than the next look comes after that look. */
const AFTER_A_LOOK_MS = 20;

describe('the delay of the event loop', () => {
  it('is as long as what has kept it busy', async () => {
    const clock = new ManualClock();
    const measuring = measureLoopDelay(clock, 1_000);
    await setTimeout(AFTER_A_LOOK_MS);
    for (const end = performance.now() + 60; performance.now() < end; );
    await setTimeout(AFTER_A_LOOK_MS);
    await clock.advance(1_000);
    const { medianMs, p99Ms, maxMs } = await measuring;
    expect(maxMs).toBeGreaterThan(50);
    expect(p99Ms).toBeLessThanOrEqual(maxMs);
    expect(medianMs).toBeLessThanOrEqual(p99Ms);
  });

  it('is watched for no longer than ten seconds', async () => {
    const clock = new ManualClock();
    const measuring = measureLoopDelay(clock, 1e9);
    await clock.advance(10_000);
    expect((await measuring).medianMs).toBeGreaterThanOrEqual(0);
  });
});
