/**
 * A text to look for in logs, as UTF-8.
 *
 * `Buffer.indexOf` stops at every place where the first byte of what it looks for occurs, which is slow when that byte
 * is a common one. So the search is for the end of the text, from a byte on that is rare in these logs, and the
 * beginning is compared where that end is found.
 */
export class Needle {
  readonly #bytes: Buffer;
  /** `#bytes` from `#skipped` on. Null before the first search, which shows what is rare. */
  #end: Buffer | null = null;
  #skipped = 0;

  /** @param bytes at least one. */
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The first place in `text`, from `from` on, where the needle is; -1 when there is none. */
  indexIn(text: Buffer, from: number): number {
    this.#end ??= this.#chooseEnd(text);
    const end = this.#end;
    const skipped = this.#skipped;
    let found = text.indexOf(end, from + skipped);
    while (found !== -1 && !this.#isBegunAt(text, found - skipped)) found = text.indexOf(end, found + 1);
    return found === -1 ? -1 : found - skipped;
  }

  #isBegunAt(text: Buffer, start: number): boolean {
    for (let index = 0; index < this.#skipped; index += 1) {
      if (text[start + index] !== this.#bytes[index]) return false;
    }
    return true;
  }

  /** Picks the cheapest end, taking the bytes of `text` as typical and independent of each other. */
  #chooseEnd(text: Buffer): Buffer {
    const counts = new Uint32Array(256);
    for (const byte of text) counts[byte] = (counts[byte] ?? 0) + 1;
    const shareOf = (byte: number | undefined): number => ((counts[byte ?? 0] ?? 0) + 1) / (text.length + 256);

    let lowestCost = Number.POSITIVE_INFINITY;
    let foundShare = 1;
    for (let index = this.#bytes.length - 1; index >= 0; index -= 1) {
      const share = shareOf(this.#bytes[index]);
      foundShare *= share;
      const cost = share * STOP_COST + foundShare * FOUND_COST;
      if (cost < lowestCost) {
        lowestCost = cost;
        this.#skipped = index;
      }
    }
    return this.#bytes.subarray(this.#skipped);
  }
}

/** Measured in ns: a stop at the first byte inside `indexOf`, and a call of it with a comparison in JavaScript. */
const STOP_COST = 30;
const FOUND_COST = 150;
