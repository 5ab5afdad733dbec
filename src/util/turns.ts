/**
 * Shares the event loop out among those who each want it for a moment: in every turn of the loop they get it one after
 * the other until a slice is used up, and the rest wait for the next turn. So a hundred who come at once delay everybody
 * else by a slice at a time, and not by all of them together.
 *
 * Whoever has been let in works without waiting for anything, or asks again.
 */
export class Turns {
  readonly #now: () => number;
  readonly #sliceMs: number;
  #waiting: (() => void)[] = [];
  #isSharing = false;

  /** @param now monotonic, in ms. */
  constructor(now: () => number, sliceMs: number) {
    this.#now = now;
    this.#sliceMs = sliceMs;
  }

  /** Resolves when it is the caller's turn: first come, first served. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (!this.#isSharing) void this.#share();
    });
  }

  async #share(): Promise<void> {
    this.#isSharing = true;
    // So that whoever is let in first is already waiting for it.
    await null;
    let endsAt = this.#now() + this.#sliceMs;
    for (let letIn = this.#waiting.shift(); letIn !== undefined; letIn = this.#waiting.shift()) {
      letIn();
      // Whoever was let in goes on before this does.
      await null;
      if (this.#now() < endsAt) continue;
      await new Promise<void>((resolve) => setImmediate(resolve));
      endsAt = this.#now() + this.#sliceMs;
    }
    this.#isSharing = false;
  }
}
