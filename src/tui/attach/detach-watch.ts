/** Looks for the keys that leave a terminal in what is typed, however it is cut. */
export class DetachWatch {
  readonly #keys: Uint8Array;
  /** How many of the keys have been typed, and are kept back. */
  #typed = 0;

  /** @param keys at least one. */
  constructor(keys: Uint8Array) {
    this.#keys = keys;
  }

  /** What of `bytes` is for the process, and whether the keys have been typed: what follows them is for nobody. */
  push(bytes: Uint8Array): { readonly passed: Uint8Array; readonly detached: boolean } {
    const passed: number[] = [];
    for (const byte of bytes) {
      if (byte !== this.#keys[this.#typed]) {
        // Not the sequence after all; it may begin anew with this byte.
        passed.push(...this.#keys.subarray(0, this.#typed));
        this.#typed = 0;
      }
      if (byte !== this.#keys[this.#typed]) {
        passed.push(byte);
        continue;
      }
      this.#typed++;
      if (this.#typed === this.#keys.length) return { passed: Uint8Array.from(passed), detached: true };
    }
    return { passed: Uint8Array.from(passed), detached: false };
  }
}
