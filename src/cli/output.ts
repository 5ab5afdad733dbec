import type { Writable } from 'node:stream';

/**
 * Standard output of a command: waits for slow readers, so that nothing piles up, and takes a reader that left
 * (`pom logs | head -1`) for what it is, the end of interest.
 */
export class Output {
  readonly #stream: Writable;
  readonly #gone: Promise<void>;
  #isGone = false;

  constructor(stream: Writable) {
    this.#stream = stream;
    this.#gone = new Promise((resolve) => {
      const leave = () => {
        this.#isGone = true;
        resolve();
      };
      stream.once('error', leave);
      stream.once('close', leave);
    });
  }

  /** Resolves when nobody reads any more. */
  get gone(): Promise<void> {
    return this.#gone;
  }

  /**
   * Resolves when more may be written.
   *
   * @returns false when nobody reads any more.
   */
  async write(chunk: string | Uint8Array): Promise<boolean> {
    if (this.#isGone) return false;
    if (!this.#stream.write(chunk)) {
      await Promise.race([new Promise((resolve) => this.#stream.once('drain', resolve)), this.#gone]);
    }
    return !this.#isGone;
  }

  line(text: string): Promise<boolean> {
    return this.write(`${text}\n`);
  }
}
