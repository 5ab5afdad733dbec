/** The last of many items, in order, and how many there were before them. */
export class Recent<T> {
  #items: T[] = [];
  #lost = 0;

  /** Oldest first. */
  get items(): readonly T[] {
    return this.#items;
  }

  /** How many were dropped. */
  get lost(): number {
    return this.#lost;
  }

  add(item: T): void {
    this.#items.push(item);
  }

  /** Puts `item` in the place of the last one that `isMeant`, or adds it when there is none. */
  put(item: T, isMeant: (other: T) => boolean): void {
    const index = this.#items.findLastIndex(isMeant);
    if (index === -1) this.add(item);
    else this.#items[index] = item;
  }

  /** Drops the oldest until there are no more than `most`. */
  limit(most: number): void {
    const excess = this.#items.length - most;
    if (excess > 0) this.drop(excess);
  }

  /** Drops so many of the oldest. */
  drop(count: number): readonly T[] {
    const dropped = this.#items.splice(0, count);
    this.#lost += dropped.length;
    return dropped;
  }
}
