import { write, writeSync } from 'node:fs';

/**
 * Writes to a terminal without ever waiting for it. Node writes to terminals synchronously, and one that is frozen (a
 * laptop asleep at the other end of ssh) would freeze the session with it; here it only keeps a thread waiting, and
 * whoever draws sees `isBusy` and draws later.
 */
export class TerminalOutput {
  readonly #fd: number;
  readonly #onGone: (cause: NodeJS.ErrnoException) => void;
  #queued: Buffer = NOTHING;
  #isBusy = false;
  #isGone = false;
  #idle: (() => void)[] = [];

  /** @param onGone called once when the terminal cannot be written to any more. */
  constructor(fd: number, onGone: (cause: NodeJS.ErrnoException) => void) {
    this.#fd = fd;
    this.#onGone = onGone;
  }

  /** Something has not been taken yet. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** In order, after what was written before. */
  write(text: string): void {
    if (this.#isGone || text === '') return;
    this.#queued = this.#queued.length === 0 ? Buffer.from(text) : Buffer.concat([this.#queued, Buffer.from(text)]);
    if (!this.#isBusy) this.#writeQueued();
  }

  /** Resolves when everything has been taken, or never will be. */
  async drained(): Promise<void> {
    if (!this.#isBusy) return;
    await new Promise<void>((resolve) => {
      this.#idle.push(resolve);
    });
  }

  /** For when the process is about to end. What was queued and not written is lost: it would only be drawn over. */
  writeNow(text: string): void {
    try {
      writeSync(this.#fd, text);
    } catch {
      // The terminal is gone, and with it whatever was to be restored.
    }
  }

  #writeQueued(): void {
    const bytes = this.#queued;
    this.#queued = NOTHING;
    this.#isBusy = true;
    this.#writeFrom(bytes, 0);
  }

  #writeFrom(bytes: Buffer, from: number): void {
    write(this.#fd, bytes, from, bytes.length - from, null, (error, written) => {
      if (error !== null && (error.code === 'EAGAIN' || error.code === 'EINTR')) {
        setTimeout(() => this.#writeFrom(bytes, from), RETRY_MS);
      } else if (error !== null) {
        this.#isGone = true;
        this.#settle();
        this.#onGone(error);
      } else if (from + written < bytes.length) {
        this.#writeFrom(bytes, from + written);
      } else if (this.#queued.length > 0) {
        this.#writeQueued();
      } else {
        this.#settle();
      }
    });
  }

  #settle(): void {
    this.#isBusy = false;
    const waiting = this.#idle;
    this.#idle = [];
    for (const resolve of waiting) resolve();
  }
}

const NOTHING = Buffer.alloc(0);

/** Somebody has made the terminal non-blocking, and it is full. */
const RETRY_MS = 5;
