import type { PageAction } from './keymap.ts';

/** Who does what when a key is pressed: each part of the page says what it can do while it is shown. */
export class Actions {
  readonly #doers = new Map<PageAction, () => void>();

  /** @returns takes it back. */
  on(action: PageAction, does: () => void): () => void {
    this.#doers.set(action, does);
    return () => {
      if (this.#doers.get(action) === does) this.#doers.delete(action);
    };
  }

  /** @returns whether anybody did anything. */
  do(action: PageAction): boolean {
    const does = this.#doers.get(action);
    does?.();
    return does !== undefined;
  }
}
