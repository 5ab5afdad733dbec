import type { ScheduleTimes } from '../model/schedule-spec.ts';
import { nextCronTime } from '../util/cron.ts';

/** A moment on both clocks, in ms: the one that never jumps, and the one on the wall. */
export interface Moment {
  readonly now: number;
  readonly wallTime: number;
}

/** Whether it is time, and if not, when to look again. `last` is what counts as the last time that was due from now on. */
export type Timing =
  | { readonly kind: 'due'; readonly last: Moment }
  /** `at` is wall time. `delayMs` may end earlier, to see whether the clock on the wall is still the same. */
  | { readonly kind: 'wait'; readonly last: Moment; readonly at: number; readonly delayMs: number };

/** A time that has been missed for longer than this, because the machine slept or its clock was set, is let go. */
const LATEST_MS = 60_000;

/** A machine that wakes up, or a clock that is set, tells nobody: it has to be looked at. */
const LOOK_EVERY_MS = 30_000;

/**
 * How a schedule stands.
 *
 * @param last when it was last due, or put on its schedule. However many times lie between then and now, they are one.
 * @param latestMs how late a run may be.
 */
export function timingOf(when: ScheduleTimes, last: Moment, moment: Moment, latestMs = LATEST_MS): Timing {
  if (when.kind === 'every') {
    const passed = Math.floor((moment.now - last.now) / when.ms);
    if (passed >= 1) return { kind: 'due', last: { now: last.now + passed * when.ms, wallTime: moment.wallTime } };
    const delayMs = last.now + when.ms - moment.now;
    return { kind: 'wait', last, at: moment.wallTime + delayMs, delayMs: Math.min(delayMs, LOOK_EVERY_MS) };
  }
  // A clock that was set back by little repeats nothing; one that was set back by much counts as it now stands.
  const known = last.wallTime - moment.wallTime > LATEST_MS ? moment : last;
  const next = nextCronTime(when.pattern, when.timezone, Math.max(known.wallTime, moment.wallTime - latestMs));
  // A pattern that never comes again was refused with the configuration.
  if (next === null) return { kind: 'wait', last: known, at: Number.MAX_SAFE_INTEGER, delayMs: LOOK_EVERY_MS };
  if (next <= moment.wallTime) return { kind: 'due', last: moment };
  return { kind: 'wait', last: known, at: next, delayMs: Math.min(next - moment.wallTime, LOOK_EVERY_MS) };
}

/** What counts as the last time when nothing that was due until now shall happen. */
export function passedOver(when: ScheduleTimes, last: Moment, moment: Moment): Moment {
  if (when.kind === 'cron') return moment;
  const passed = Math.max(0, Math.floor((moment.now - last.now) / when.ms));
  return { now: last.now + passed * when.ms, wallTime: moment.wallTime };
}
