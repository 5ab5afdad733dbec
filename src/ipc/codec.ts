const NEWLINE = 0x0a;

/** One line, without its newline; `too-long` is the last frame there is. */
export type Frame = { readonly kind: 'line'; readonly bytes: Uint8Array } | { readonly kind: 'too-long' };

/**
 * Bytes to lines, however the bytes are cut.
 *
 * Lines are pulled, not pushed, so that whoever reads decides how far ahead the work may run. At most `maxBytes` of an
 * unfinished line are held; after a longer one nothing is held or read any more.
 */
export class FrameReader {
  readonly #maxBytes: number;
  /** The parts of the line that has no end yet. */
  #parts: Uint8Array[] = [];
  #partsBytes = 0;
  /** What has not been looked at: `#chunk` from `#offset` on. */
  #chunk: Uint8Array = new Uint8Array(0);
  #offset = 0;
  #state: 'reading' | 'ended' | 'too-long' = 'reading';

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Adds bytes. All lines of the chunk before must have been taken: `next` has returned null. */
  push(chunk: Uint8Array): void {
    if (this.#offset < this.#chunk.length) throw new Error('Internal error: bytes pushed before all lines were taken');
    if (this.#state !== 'reading') return;
    this.#chunk = chunk;
    this.#offset = 0;
  }

  /** No more bytes will come: what is left without a newline counts as a line. */
  end(): void {
    if (this.#state === 'reading') this.#state = 'ended';
  }

  /** The next line, or null when more bytes are needed for one. */
  next(): Frame | null {
    if (this.#state === 'too-long') return null;
    const newline = this.#chunk.indexOf(NEWLINE, this.#offset);
    const end = newline === -1 ? this.#chunk.length : newline;
    if (this.#partsBytes + end - this.#offset > this.#maxBytes) return this.#giveUp();
    if (end > this.#offset) this.#hold(this.#chunk.subarray(this.#offset, end));
    this.#offset = newline === -1 ? end : end + 1;
    if (newline === -1 && (this.#state === 'reading' || this.#partsBytes === 0)) return null;
    return { kind: 'line', bytes: this.#takeLine() };
  }

  #hold(part: Uint8Array): void {
    this.#parts.push(part);
    this.#partsBytes += part.length;
  }

  #takeLine(): Uint8Array {
    const line = this.#parts.length === 1 ? this.#parts[0] : undefined;
    const bytes = line ?? Buffer.concat(this.#parts, this.#partsBytes);
    this.#parts = [];
    this.#partsBytes = 0;
    return bytes;
  }

  #giveUp(): Frame {
    this.#takeLine();
    this.#chunk = new Uint8Array(0);
    this.#offset = 0;
    this.#state = 'too-long';
    return { kind: 'too-long' };
  }
}
