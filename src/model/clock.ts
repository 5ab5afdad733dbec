/**
 * Time, passed in and never reached for. `app/system-clock.ts` is the real one; tests use the manual clock of `test/rig`.
 *
 * Durations, deadlines and uptimes come from `now()`, which never jumps; `wallTime()` is for showing and for cron.
 */
export interface Clock {
  /** Monotonic milliseconds (fractional) since an arbitrary origin. */
  now(): number;

  /** Milliseconds since the Unix epoch, fractional to the microsecond. May jump when the machine's clock is set. */
  wallTime(): number;

  /**
   * Calls `callback` once, `delayMs` from now (0 or less: in a later turn of the event loop). Delays longer than
   * `setTimeout` can count (2^31 ms) are honoured.
   *
   * @returns a function that cancels the call; calling it late or twice does nothing.
   */
  schedule(delayMs: number, callback: () => void): Cancel;
}

export type Cancel = () => void;
