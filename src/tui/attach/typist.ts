import type { Control } from '../../model/control.ts';

/** More than that is not kept for a process that does not read; a person has long noticed by then. */
const MOST_KEPT_BYTES = 64 * 1024;

/** Sends what is typed, in order, with one request at a time: what is typed meanwhile goes with the next. */
export class Typist {
  readonly #control: Control;
  readonly #name: string;
  readonly #signal: AbortSignal;
  #kept: Uint8Array[] = [];
  #keptBytes = 0;
  #isSending = false;

  /** @param signal ends it: what has not been sent is dropped. */
  constructor(control: Control, name: string, signal: AbortSignal) {
    this.#control = control;
    this.#name = name;
    this.#signal = signal;
  }

  type(bytes: Uint8Array): void {
    if (bytes.length === 0 || this.#keptBytes + bytes.length > MOST_KEPT_BYTES) return;
    this.#kept.push(bytes);
    this.#keptBytes += bytes.length;
    if (!this.#isSending) void this.#send();
  }

  async #send(): Promise<void> {
    this.#isSending = true;
    while (this.#kept.length > 0 && !this.#signal.aborted) {
      const bytes = Buffer.concat(this.#kept);
      this.#kept = [];
      this.#keptBytes = 0;
      // To a process that does not run at the moment nothing can be typed, as people see for themselves.
      await this.#control.send([this.#name], bytes, null, this.#signal);
    }
    this.#isSending = false;
  }
}
