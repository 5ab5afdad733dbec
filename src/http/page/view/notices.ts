import { signal } from '@preact/signals';

export interface Notice {
  readonly kind: 'done' | 'failed';
  readonly text: string;
}

/** Long enough to read a sentence. */
const SHOWN_MS = 6_000;

/** What the page has to say of what was just done: the last of it, for a few seconds. */
export class Notices {
  readonly current = signal<Notice | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  tell(kind: Notice['kind'], text: string): void {
    clearTimeout(this.#timer);
    this.current.value = { kind, text };
    this.#timer = setTimeout(() => this.dismiss(), SHOWN_MS);
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.current.value = null;
  }
}
