import type { Cancel, Clock } from '../model/clock.ts';

export interface MemoryWatchOptions {
  readonly limitBytes: number;
  readonly clock: Clock;
  /** What the run has in memory now, with all that descends from it. */
  readonly read: () => number;
  /** Called at most once. */
  readonly onExceeded: (bytes: number) => void;
}

/** Fast enough for a leak, and rare enough to cost nothing. */
const LOOK_EVERY_MS = 1_000;

/**
 * Looks every second whether a run has more in memory than it may, until it has, or until the watch is cancelled.
 *
 * The kernel could be asked to refuse memory instead (RLIMIT_AS), but it counts addresses, and Node and the JVM reserve
 * many times what they use.
 */
export function watchMemory({ limitBytes, clock, read, onExceeded }: MemoryWatchOptions): Cancel {
  let cancel: Cancel = () => undefined;
  const look = (): void => {
    const bytes = read();
    if (bytes > limitBytes) onExceeded(bytes);
    else cancel = clock.schedule(LOOK_EVERY_MS, look);
  };
  cancel = clock.schedule(LOOK_EVERY_MS, look);
  return () => cancel();
}
