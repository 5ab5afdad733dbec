/**
 * The bytes of a line that has not ended yet. It only grows until it is cut; a view that was given away keeps showing
 * the bytes it showed.
 */
export class OpenLine {
  #bytes: Buffer = NOTHING;
  #length = 0;
  /** Somebody holds a view: what is in the buffer may not be overwritten. */
  #shared = false;

  get length(): number {
    return this.#length;
  }

  /** What the line costs, as it was allocated. */
  get memoryBytes(): number {
    return this.#bytes.length;
  }

  /** The bytes so far, with room behind them that is not part of the line. */
  get buffer(): Buffer {
    return this.#bytes;
  }

  /** The bytes so far, as a view that stays as it is. */
  share(): Buffer {
    this.#shared = true;
    return this.#bytes.subarray(0, this.#length);
  }

  /** @param limit the most bytes the line will ever have: no more is allocated. */
  append(source: Buffer, start: number, end: number, limit: number): void {
    const length = this.#length + end - start;
    if (length > this.#bytes.length) {
      const capacity = Math.max(length, Math.min(limit, Math.max(FIRST_BYTES, this.#bytes.length * 2)));
      this.#moveTo(Buffer.allocUnsafeSlow(capacity), 0);
    }
    source.copy(this.#bytes, this.#length, start, end);
    this.#length = length;
  }

  /** Takes the first `count` bytes away. */
  drop(count: number): void {
    const rest = this.#length - count;
    if (rest > 0) this.#moveTo(Buffer.allocUnsafeSlow(Math.max(rest, FIRST_BYTES)), count);
    else if (this.#shared || this.#bytes.length > KEPT_BYTES) this.#forget();
    else this.#length = 0;
  }

  /** Gives the buffer back when it holds nothing. */
  release(): void {
    if (this.#length === 0) this.#forget();
  }

  #moveTo(target: Buffer, from: number): void {
    this.#bytes.copy(target, 0, from, this.#length);
    this.#bytes = target;
    this.#length -= from;
    this.#shared = false;
  }

  #forget(): void {
    this.#bytes = NOTHING;
    this.#length = 0;
    this.#shared = false;
  }
}

/** Room for the part of a line that the end of a chunk cuts off, mostly. */
const FIRST_BYTES = 256;

/** A buffer up to this size is used again for the next line. */
const KEPT_BYTES = 1024;

const NOTHING = Buffer.alloc(0);
