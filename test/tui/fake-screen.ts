import type { Screen, ScreenListener } from '../../src/tui/screen.ts';
import type { Size } from '../../src/tui/state.ts';
import { Terminal } from './terminal.ts';

/** A terminal that the test sits before. */
export class FakeScreen implements Screen {
  size: Size = { columns: 80, rows: 24 };
  /** How it was taken and given back. */
  readonly modes: string[] = [];
  /** Every frame, and everything else that was sent. */
  readonly written: string[] = [];
  #listener: ScreenListener | null = null;
  #terminal = new Terminal(80, 24);
  #frozen: { readonly promise: Promise<void>; readonly resolve: () => void } | null = null;

  open(listener: ScreenListener): Screen {
    this.#listener = listener;
    this.modes.push('open');
    return this;
  }

  get listener(): ScreenListener {
    if (this.#listener === null) throw new Error('Internal error: the screen was not opened');
    return this.#listener;
  }

  press(...keys: readonly string[]): void {
    for (const key of keys) this.listener.onKey(key);
  }

  get rows(): readonly string[] {
    return this.#terminal.rows.map((row) => row.trimEnd());
  }

  get text(): string {
    return this.rows.join('\n');
  }

  get isBusy(): boolean {
    return this.#frozen !== null;
  }

  /** Takes nothing any more, until it is thawed. */
  freeze(): void {
    let resolve = (): void => {};
    const promise = new Promise<void>((done) => {
      resolve = done;
    });
    this.#frozen = { promise, resolve };
  }

  thaw(): void {
    this.#frozen?.resolve();
    this.#frozen = null;
  }

  write(text: string): void {
    if (text === '') return;
    this.written.push(text);
    if (text.startsWith('\x1b[?2026h')) this.#terminal.write(text);
  }

  async drained(): Promise<void> {
    await this.#frozen?.promise;
  }

  stepAside(how: 'plain' | 'restored'): void {
    this.modes.push(how);
  }

  async lend<T>(use: () => Promise<T>): Promise<T> {
    this.modes.push('lend');
    return use();
  }

  takeOver(): void {
    this.modes.push('take over');
    this.#terminal = new Terminal(this.size.columns, this.size.rows);
  }

  async close(): Promise<void> {
    this.modes.push('close');
  }
}
