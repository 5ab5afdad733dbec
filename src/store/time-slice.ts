import type { Clock } from '../model/clock.ts';

/** Lets long work give way to the event loop: work while the slice lasts, then wait for the next one. */
export class TimeSlice {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #lengthMs: number;
  #endsAt: number;

  constructor(clock: Pick<Clock, 'now'>, lengthMs: number) {
    this.#clock = clock;
    this.#lengthMs = lengthMs;
    this.#endsAt = clock.now() + lengthMs;
  }

  get isOver(): boolean {
    return this.#clock.now() >= this.#endsAt;
  }

  /** Resolves when everything that waited for the event loop has had its turn, and begins a new slice. */
  async next(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#endsAt = this.#clock.now() + this.#lengthMs;
  }
}
