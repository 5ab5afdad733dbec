import type { Clock } from '../model/clock.ts';

/** "There is more": lets any number of readers wait for the next change, with a time limit. Nothing is queued. */
export class WakeUp {
  readonly #clock: Clock;
  #changes = 0;
  #closed = false;
  #sleepers = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Wakes everybody who waits now. */
  notify(): void {
    this.#changes += 1;
    const sleepers = this.#sleepers;
    this.#sleepers = new Set();
    for (const wake of sleepers) wake();
  }

  /** Wakes everybody for the last time: from now on nobody waits. */
  close(): void {
    this.#closed = true;
    this.notify();
  }

  /**
   * Asks `look` until it answers something other than null: now, and after each wake-up, until `timeoutMs` from now.
   *
   * @param timeoutMs null: no limit.
   * @returns null when time is up, when `signal` aborts, or when this was closed.
   */
  async until<T>(
    look: () => Promise<T | null> | T | null,
    timeoutMs: number | null,
    signal?: AbortSignal,
  ): Promise<T | null> {
    const deadline = timeoutMs === null ? null : this.#clock.now() + timeoutMs;
    for (;;) {
      const changes = this.#changes;
      const answer = await look();
      if (answer !== null) return answer;
      const left = deadline === null ? null : deadline - this.#clock.now();
      if (this.#closed || signal?.aborted || (left !== null && left <= 0)) return null;
      // A change that came while `look` was at work is looked at now.
      if (changes === this.#changes) await this.#next(left, signal);
    }
  }

  #next(timeoutMs: number | null, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        cancel?.();
        signal?.removeEventListener('abort', wake);
        this.#sleepers.delete(wake);
        resolve();
      };
      const cancel = timeoutMs === null ? null : this.#clock.schedule(timeoutMs, wake);
      signal?.addEventListener('abort', wake);
      this.#sleepers.add(wake);
    });
  }
}
