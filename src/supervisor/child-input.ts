import { writeSync } from 'node:fs';
import type { Writable } from 'node:stream';

/** `full`: so much waits for the child already that this is refused. `closed`: nobody reads it any more. */
export type WriteResult = 'sent' | 'full' | 'closed';

/** The way into a child. */
export interface ChildInput {
  /** Resolves when the system has taken all of it, which it has not before the child reads what went before. */
  write(bytes: Uint8Array): Promise<WriteResult>;
}

/** The most that waits for a child that does not read. */
export const MOST_WAITING_BYTES = 1024 * 1024;

/** The pipe of a child with `stdin: pipe`. */
export class PipeInput implements ChildInput {
  readonly #pipe: Writable;

  constructor(pipe: Writable) {
    this.#pipe = pipe;
    // What happens to its stdin is the child's affair: a child may close it. Whoever writes then is told.
    pipe.on('error', () => undefined);
  }

  write(bytes: Uint8Array): Promise<WriteResult> {
    if (this.#pipe.destroyed || this.#pipe.writableEnded) return Promise.resolve('closed');
    if (this.#pipe.writableLength + bytes.length > MOST_WAITING_BYTES) return Promise.resolve('full');
    return new Promise((resolve) => {
      this.#pipe.write(bytes, (error) => resolve(error ? 'closed' : 'sent'));
    });
  }
}

/** How soon a terminal that takes no more is tried again: there is no event to wait for on its writing side. */
const RETRY_MS = 10;

interface Waiting {
  readonly resolve: (result: WriteResult) => void;
  bytes: Uint8Array;
}

/**
 * The keyboard of a pseudo-terminal. libuv would block on it when the child does not read, so it is written to directly.
 */
export class TerminalInput implements ChildInput {
  readonly #master: number;
  #waiting: Waiting[] = [];
  #retry: NodeJS.Timeout | null = null;
  #closed = false;

  /** @param master does not block; must be open until this is closed. */
  constructor(master: number) {
    this.#master = master;
  }

  write(bytes: Uint8Array): Promise<WriteResult> {
    if (this.#closed) return Promise.resolve('closed');
    const before = this.#waiting.reduce((sum, waiting) => sum + waiting.bytes.length, 0);
    if (before + bytes.length > MOST_WAITING_BYTES) return Promise.resolve('full');
    return new Promise((resolve) => {
      this.#waiting.push({ resolve, bytes });
      if (this.#retry === null) this.#flush();
    });
  }

  /** What still waits is dropped, and whoever waits for it is told. */
  close(): void {
    this.#closed = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    for (const { resolve } of this.#waiting) resolve('closed');
    this.#waiting = [];
  }

  #flush(): void {
    this.#retry = null;
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      if (first.bytes.length > 0) {
        const written = this.#writeSome(first.bytes);
        if (written === null) {
          this.close();
          return;
        }
        first.bytes = first.bytes.subarray(written);
      }
      if (first.bytes.length > 0) {
        this.#retry = setTimeout(() => this.#flush(), RETRY_MS);
        return;
      }
      this.#waiting.shift();
      first.resolve('sent');
    }
  }

  /** @returns null when the terminal is gone. */
  #writeSome(bytes: Uint8Array): number | null {
    try {
      return writeSync(this.#master, bytes);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EAGAIN' ? 0 : null;
    }
  }
}
