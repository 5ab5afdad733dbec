/** When a process is run, again and again. */
export interface ScheduleSpec {
  readonly when: ScheduleTimes;
  /** Run as soon as it is put on its schedule, too. */
  readonly runOnStart: boolean;
  /** What becomes of times that come while a run lasts: nothing, or one more run after it. */
  readonly overlap: 'skip' | 'queue';
}

export type ScheduleTimes =
  /** By the clock on the wall; `timezone` is an IANA name, null that of the system. */
  | { readonly kind: 'cron'; readonly pattern: string; readonly timezone: string | null }
  /** From one beginning to the next, by a clock that never jumps and stands still while the machine sleeps. */
  | { readonly kind: 'every'; readonly ms: number };
