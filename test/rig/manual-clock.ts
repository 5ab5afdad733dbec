import type { Cancel, Clock } from '../../src/model/clock.ts';

interface Timer {
  readonly at: number;
  /** Timers of the same moment fire in the order in which they were made. */
  readonly order: number;
  readonly callback: () => void;
}

/** What real time would have let happen between two timers: everything that is already under way. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A clock that stands still until it is told to go on. */
export class ManualClock implements Clock {
  #now = 0;
  #wallOffset: number;
  #timers: readonly Timer[] = [];
  #made = 0;

  /** @param wallTime what `wallTime()` says at the beginning. */
  constructor(wallTime = Date.UTC(2024, 0, 1)) {
    this.#wallOffset = wallTime;
  }

  /** Timers that have neither fired nor been cancelled. */
  get pending(): number {
    return this.#timers.length;
  }

  now(): number {
    return this.#now;
  }

  wallTime(): number {
    return this.#now + this.#wallOffset;
  }

  /** Sets the wall clock, as an administrator would; `now()` does not notice. */
  setWallTime(wallTime: number): void {
    this.#wallOffset = wallTime - this.#now;
  }

  schedule(delayMs: number, callback: () => void): Cancel {
    const timer: Timer = { at: this.#now + Math.max(0, delayMs), order: this.#made++, callback };
    this.#timers = [...this.#timers, timer].sort((a, b) => a.at - b.at || a.order - b.order);
    return () => {
      this.#timers = this.#timers.filter((candidate) => candidate !== timer);
    };
  }

  /** Lets time pass. Timers fire at their moment, one by one, each with everything it sets off. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (let next = this.#timers[0]; next !== undefined && next.at <= end; next = this.#timers[0]) {
      this.#now = next.at;
      this.#timers = this.#timers.slice(1);
      next.callback();
      await settled();
    }
    this.#now = end;
  }

  /** What a stopped process sees when it goes on: time has passed, and whatever was due comes now. */
  async sleep(ms: number): Promise<void> {
    await settled();
    this.#now += ms;
    const due = this.#timers.filter(({ at }) => at <= this.#now);
    for (const timer of due) {
      if (!this.#timers.includes(timer)) continue;
      this.#timers = this.#timers.filter((other) => other !== timer);
      timer.callback();
      await settled();
    }
  }

  /** Lets time pass until `done`, timer by timer. @throws when there is no timer left, or after `limitMs`. */
  async advanceUntil(done: () => boolean, limitMs = 3_600_000): Promise<void> {
    const end = this.#now + limitMs;
    await settled();
    while (!done()) {
      const next = this.#timers[0];
      if (next === undefined) throw new Error('Internal error: nothing more can happen on the manual clock');
      if (next.at > end) throw new Error(`Internal error: it has not happened within ${limitMs} ms`);
      await this.advance(next.at - this.#now);
    }
  }
}
