/**
 * A bounded queue with one reader: the inbox of an actor.
 *
 * Urgent messages overtake the others, in their own order. The bound is for both together and says how many messages
 * may wait; a full mailbox refuses, so that whoever sends learns of the jam instead of adding to it.
 */
export class Mailbox<M> {
  readonly #capacity: number;
  readonly #urgent: M[] = [];
  readonly #normal: M[] = [];
  #wake: (() => void) | null = null;
  #closed = false;

  /** @param capacity the most messages that may wait, at least 1. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#urgent.length + this.#normal.length;
  }

  /** @returns false when the mailbox is full or closed; the message is not queued then. */
  send(message: M, priority: 'normal' | 'urgent' = 'normal'): boolean {
    if (this.#closed || this.size >= this.#capacity) return false;
    (priority === 'urgent' ? this.#urgent : this.#normal).push(message);
    this.#wake?.();
    return true;
  }

  /** Refuses further messages; those that wait are still delivered. */
  close(): void {
    this.#closed = true;
    this.#wake?.();
  }

  /** Messages in order, until the mailbox is closed and empty. There is one reader. */
  async *[Symbol.asyncIterator](): AsyncGenerator<M, void, void> {
    for (;;) {
      const message = this.#urgent.shift() ?? this.#normal.shift();
      if (message !== undefined) {
        yield message;
      } else if (this.#closed) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        this.#wake = null;
      }
    }
  }
}
