/** More than this in a minute is no person at work, but a process that changes what it is watched for. */
const MOST = 10;
const WINDOW_MS = 60_000;

/** Counts what a watch does, to notice when it runs in circles. */
export class LoopGuard {
  #times: readonly number[] = [];

  /** @param now monotonic ms. @returns false when it is too often; what was refused does not count. */
  allows(now: number): boolean {
    const recent = this.#times.filter((time) => now - time < WINDOW_MS);
    this.#times = recent.length < MOST ? [...recent, now] : recent;
    return recent.length < MOST;
  }

  /** Begins to count anew. */
  reset(): void {
    this.#times = [];
  }
}
