/**
 * Events of one type, from whoever emits them to every subscriber.
 *
 * Delivery is synchronous, in order of subscription: when `emit` returns, everybody has seen the event and nothing is
 * queued. That is what lets a reader reuse its buffer, and what keeps a slow subscriber from costing memory.
 */
export class Bus<E> {
  #subscribers: readonly ((event: E) => void)[] = [];

  /** @returns a function that ends the subscription; calling it twice does nothing. */
  subscribe(subscriber: (event: E) => void): () => void {
    this.#subscribers = [...this.#subscribers, subscriber];
    return () => {
      this.#subscribers = this.#subscribers.filter((candidate) => candidate !== subscriber);
    };
  }

  /** A subscriber added or removed while an event is being delivered counts from the next event on. */
  emit(event: E): void {
    for (const subscriber of this.#subscribers) subscriber(event);
  }
}
