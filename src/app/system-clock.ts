import type { Cancel, Clock } from '../model/clock.ts';

/** The longest delay `setTimeout` can count; it fires at once for more (https://nodejs.org/api/timers.html). */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Wall time may drift from the monotonic clock by this much before it is read anew: half the resolution of `Date.now()`. */
const MAX_DRIFT_MS = 1;

/** The real clock: `performance.now()`, `Date.now()` and `setTimeout`. */
export function systemClock(): Clock {
  let offset = Date.now() - performance.now();
  return {
    now: () => performance.now(),

    // `Date.now()` has whole milliseconds only: the fraction comes from the monotonic clock, the truth from the wall.
    wallTime() {
      const monotonic = performance.now();
      const wall = Date.now();
      if (Math.abs(monotonic + offset - wall) > MAX_DRIFT_MS) offset = wall - monotonic;
      return Math.round((monotonic + offset) * 1000) / 1000;
    },

    schedule(delayMs, callback) {
      return scheduleAt(performance.now() + delayMs, callback);
    },
  };
}

function scheduleAt(dueAt: number, callback: () => void): Cancel {
  let timer: NodeJS.Timeout;
  const arm = () => {
    const left = Math.max(0, dueAt - performance.now());
    timer = left > MAX_TIMEOUT_MS ? setTimeout(arm, MAX_TIMEOUT_MS) : setTimeout(callback, left);
  };
  arm();
  return () => clearTimeout(timer);
}
