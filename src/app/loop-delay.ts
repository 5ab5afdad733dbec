import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock } from '../model/clock.ts';
import type { LoopDelay } from '../model/control.ts';

/** How often the loop is looked at: a delay shorter than this may fall between two looks. */
const RESOLUTION_MS = 5;

/** Looking longer tells nothing more, and wakes an idle session two hundred times a second. */
const MAX_MS = 10_000;

/** Looks for `forMs`, from now on, how late the event loop comes to what is due. Nothing is measured before or after. */
export function measureLoopDelay(clock: Clock, forMs: number): Promise<LoopDelay> {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  return new Promise((resolve) => {
    clock.schedule(Math.min(forMs, MAX_MS), () => {
      histogram.disable();
      const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
      const isEmpty = histogram.count === 0;
      resolve({
        medianMs: isEmpty ? 0 : late(histogram.percentile(50)),
        p99Ms: isEmpty ? 0 : late(histogram.percentile(99)),
        maxMs: isEmpty ? 0 : late(histogram.max),
      });
    });
  });
}
