/** The last bytes of a stream, in a ring that is allocated with the first of them, and how many there were in all. */
export class RecentBytes {
  readonly #capacity: number;
  #ring = NOTHING;
  #end = 0;

  /** @param capacity how many are kept. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** How many were appended. */
  get end(): number {
    return this.#end;
  }

  /** The offset of the oldest that is kept. */
  get start(): number {
    return Math.max(0, this.#end - this.#capacity);
  }

  append(chunk: Uint8Array): void {
    if (this.#ring === NOTHING) this.#ring = Buffer.alloc(this.#capacity);
    const kept = chunk.subarray(Math.max(0, chunk.length - this.#ring.length));
    this.#end += chunk.length;
    const at = (this.#end - kept.length) % this.#ring.length;
    const beforeWrap = kept.subarray(0, this.#ring.length - at);
    this.#ring.set(beforeWrap, at);
    this.#ring.set(kept.subarray(beforeWrap.length), 0);
  }

  /** A copy of at most `limit` bytes from an offset in [start, end]. */
  read(offset: number, limit: number): Buffer {
    if (this.#ring === NOTHING) return NOTHING;
    const length = Math.min(this.#end - offset, limit);
    const at = offset % this.#ring.length;
    const beforeWrap = this.#ring.subarray(at, Math.min(at + length, this.#ring.length));
    return Buffer.concat([beforeWrap, this.#ring.subarray(0, length - beforeWrap.length)]);
  }
}

const NOTHING = Buffer.alloc(0);
