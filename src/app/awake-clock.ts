import type { Cancel, Clock } from '../model/clock.ts';

/** How often it is looked whether time has passed that nobody saw. Only while somebody waits for something. */
const BEAT_MS = 1_000;

/** Later than this by a beat is not a busy machine. */
const GAP_MS = 5_000;

/**
 * A clock that stands still while this process does not run: it was stopped (SIGSTOP, a debugger), or the machine slept.
 * What nobody could do in that time is held against nobody: a deadline, a timeout, a grace or a backoff goes on where it
 * was. The wall time is the wall's.
 *
 * A gap shows by a timer that comes more than five seconds late. It is left out from the last look before it on, so that not
 * even a probe with a timeout of a second is over by it.
 */
export function awakeClock(clock: Clock): Clock {
  let asleepMs = 0;
  let seenAt = clock.now();
  let waiting = 0;
  let cancelBeat: Cancel | null = null;

  const look = () => {
    const now = clock.now();
    const unseenMs = now - seenAt;
    if (waiting > 0 && unseenMs > BEAT_MS + GAP_MS) asleepMs += unseenMs;
    seenAt = now;
  };
  const beat = () => {
    cancelBeat = clock.schedule(BEAT_MS, () => {
      look();
      beat();
    });
  };
  const begin = () => {
    waiting += 1;
    if (waiting > 1) return;
    seenAt = clock.now();
    beat();
  };
  const end = () => {
    waiting -= 1;
    if (waiting > 0) return;
    cancelBeat?.();
    cancelBeat = null;
  };
  const now = () => {
    look();
    return clock.now() - asleepMs;
  };

  return {
    now,
    wallTime: () => clock.wallTime(),

    schedule(delayMs, callback) {
      begin();
      const dueAt = now() + delayMs;
      let isOver = false;
      let cancelTimer: Cancel;
      const arm = () => {
        cancelTimer = clock.schedule(dueAt - now(), () => {
          if (dueAt - now() > ROUNDING_MS) return arm();
          isOver = true;
          end();
          callback();
        });
      };
      arm();
      return () => {
        if (isOver) return;
        isOver = true;
        end();
        cancelTimer();
      };
    },
  };
}

/** Timers may come a little early: they count whole milliseconds. */
const ROUNDING_MS = 2;
