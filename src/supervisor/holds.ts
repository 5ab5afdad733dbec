/** Processes that may not begin a run before something has happened to others. */
export interface Hold {
  readonly waiters: ReadonlySet<string>;
  /** Names to be restarted that have not been told to: who depends on one of them waits for it. */
  readonly turning: Set<string>;
  /** Names to be removed that are not gone: every waiter waits for them, since one of them may be its former name. */
  readonly leaving: Set<string>;
}

/** The restarts and reloads under way, as far as they hold somebody up. */
export class Holds {
  readonly #holds = new Set<Hold>();

  place(hold: Hold): void {
    this.#holds.add(hold);
  }

  lift(hold: Hold): void {
    this.#holds.delete(hold);
  }

  /** Whether `name` is about to be restarted in an operation that `waiter` is part of. */
  isTurning(waiter: string, name: string): boolean {
    return this.#of(waiter).some(({ turning }) => turning.has(name));
  }

  /** Who has to be gone before `waiter` may begin a run. */
  leavingBefore(waiter: string): readonly string[] {
    return this.#of(waiter).flatMap(({ leaving }) => [...leaving]);
  }

  #of(waiter: string): readonly Hold[] {
    return [...this.#holds].filter(({ waiters }) => waiters.has(waiter));
  }
}
