/**
 * A text to look for in logs, as UTF-8.
 *
 * `Buffer.indexOf` stops at every place where the first byte of what it looks for occurs, which is slow when that byte
 * is a common one, and it is fastest for few bytes. So the search is for a few bytes of the text, from one on that is
 * rare in these logs, and the rest is compared where they are found.
 */
export class Needle {
  readonly #bytes: Buffer;
  /** Where in `#bytes` the few begin. */
  #skipped = 0;
  /** The few; null before the first search, which shows what is rare. */
  #few: Buffer | null = null;

  /** @param bytes at least one. */
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The first place in `text`, from `from` on, where the needle is; -1 when there is none. */
  indexIn(text: Buffer, from: number): number {
    this.#few ??= this.#choose(text);
    const few = this.#few;
    const skipped = this.#skipped;
    let found = text.indexOf(few, from + skipped);
    while (found !== -1 && !this.#isAt(text, found - skipped)) found = text.indexOf(few, found + 1);
    return found === -1 ? -1 : found - skipped;
  }

  #isAt(text: Buffer, start: number): boolean {
    const bytes = this.#bytes;
    for (let index = 0; index < bytes.length; index += 1) {
      if (text[start + index] !== bytes[index]) return false;
    }
    return true;
  }

  /** Picks the few bytes that are cheapest to look for, taking `sample` as typical. */
  #choose(sample: Buffer): Buffer {
    const counts = new Uint32Array(256);
    for (const byte of sample) counts[byte] = (counts[byte] ?? 0) + 1;
    let lowestCost = Number.POSITIVE_INFINITY;
    for (let start = 0; start < this.#bytes.length && start < MAX_SKIPPED; start += 1) {
      const stops = counts[this.#bytes[start] ?? 0] ?? 0;
      if (stops * STOP_COST >= lowestCost) continue;
      const cost = stops * STOP_COST + countOf(this.#fewFrom(start), sample) * FOUND_COST;
      if (cost < lowestCost) {
        lowestCost = cost;
        this.#skipped = start;
      }
    }
    return this.#fewFrom(this.#skipped);
  }

  #fewFrom(start: number): Buffer {
    return this.#bytes.subarray(start, start + MAX_FEW);
  }
}

/** Node 20 looks for more bytes than this in another way, which is slower in logs (measured: half as fast). */
const MAX_FEW = 6;

/** Measured in ns: a stop at the first byte inside `indexOf`, and a call of it with a comparison in JavaScript. */
const STOP_COST = 14;
const FOUND_COST = 130;

/** Rare bytes are found this early, or it does not matter. */
const MAX_SKIPPED = 64;

function countOf(bytes: Buffer, text: Buffer): number {
  let count = 0;
  for (let found = text.indexOf(bytes); found !== -1; found = text.indexOf(bytes, found + 1)) count += 1;
  return count;
}
