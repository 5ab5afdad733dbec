import { LINES_PER_BLOCK } from './block.ts';
import { OpenLine } from './open-line.ts';

/** Where a splitter puts the lines it finds. Both must copy what they keep. */
export interface LineSink {
  /** How many lines `lines` should bring next to fill a block exactly, at least 1. */
  readonly room: number;
  /** Whole lines side by side in `source`; the first begins at `start`, `ends[0, count)` are their newlines. */
  lines(source: Buffer, start: number, ends: Uint32Array, count: number): void;
  /** One line, `source[start, end)`. Partial: no newline ended it. */
  line(source: Buffer, start: number, end: number, partial: boolean): void;
}

/**
 * Cuts what one stream of one run writes into lines. The lines do not depend on how the bytes came cut into chunks.
 *
 * A line longer than the limit comes in pieces of that size, cut before the character that does not fit. Only the
 * unterminated end of a chunk, and lines that are too long, are copied aside; whole lines go to the sink as ranges of
 * the chunk.
 */
export class LineSplitter {
  readonly #sink: LineSink;
  readonly #ends: Uint32Array;
  readonly #open = new OpenLine();

  /** @param ends scratch space for `LINES_PER_BLOCK` positions; splitters that do not run at once may share it. */
  constructor(sink: LineSink, ends: Uint32Array) {
    this.#sink = sink;
    this.#ends = ends;
  }

  /** The line that has begun and not ended. */
  get open(): OpenLine {
    return this.#open;
  }

  push(chunk: Buffer, maxLineBytes: number): void {
    let from = 0;
    if (this.#open.length > 0) {
      const newline = chunk.indexOf(NEWLINE);
      this.#extend(chunk, 0, newline === -1 ? chunk.length : newline, maxLineBytes);
      if (newline === -1) return;
      this.#finish(false);
      from = newline + 1;
    }
    const tail = this.#pushLines(chunk, from, maxLineBytes);
    if (tail < chunk.length) this.#extend(chunk, tail, chunk.length, maxLineBytes);
  }

  /** Stores the open line, if there is one, as it is. */
  flush(): void {
    if (this.#open.length > 0) this.#finish(true);
  }

  /** @returns where the unterminated rest begins. */
  #pushLines(chunk: Buffer, from: number, maxLineBytes: number): number {
    const ends = this.#ends;
    let count = 0;
    let room = Math.min(this.#sink.room, LINES_PER_BLOCK);
    let runStart = from;
    let lineStart = from;
    const store = (): void => {
      if (count > 0) this.#sink.lines(chunk, runStart, ends, count);
      count = 0;
      room = Math.min(this.#sink.room, LINES_PER_BLOCK);
      runStart = lineStart;
    };
    for (let end = chunk.indexOf(NEWLINE, from); end !== -1; end = chunk.indexOf(NEWLINE, lineStart)) {
      if (end - lineStart > maxLineBytes) {
        store();
        this.#extend(chunk, lineStart, end, maxLineBytes);
        this.#finish(false);
        lineStart = end + 1;
        store();
      } else {
        ends[count] = end;
        count += 1;
        lineStart = end + 1;
        if (count === room) store();
      }
    }
    store();
    return lineStart;
  }

  /** Adds bytes without a newline to the open line, and cuts pieces off while it is too long. */
  #extend(chunk: Buffer, from: number, to: number, maxLineBytes: number): void {
    let start = from;
    while (start < to) {
      const end = Math.min(to, start + Math.max(0, maxLineBytes - this.#open.length));
      this.#open.append(chunk, start, end, maxLineBytes);
      start = end;
      if (start < to) {
        const cut = characterStart(this.#open.buffer, this.#open.length, chunk[start] ?? 0);
        this.#sink.line(this.#open.buffer, 0, cut, true);
        this.#open.drop(cut);
      }
    }
  }

  #finish(partial: boolean): void {
    this.#sink.line(this.#open.buffer, 0, this.#open.length, partial);
    this.#open.drop(this.#open.length);
  }
}

const NEWLINE = 10;

/** The greatest position up to `length` at which no UTF-8 character is cut, when `next` follows; `length` if in doubt. */
function characterStart(bytes: Buffer, length: number, next: number): number {
  if (!isContinuation(next)) return length;
  for (let position = length - 1; position > 0 && position >= length - 3; position -= 1) {
    const byte = bytes[position] ?? 0;
    if (!isContinuation(byte)) return position + characterLength(byte) > length ? position : length;
  }
  return length;
}

function isContinuation(byte: number): boolean {
  return (byte & 0b1100_0000) === 0b1000_0000;
}

/** Of the character that begins with this byte. */
function characterLength(byte: number): number {
  if (byte >= 0b1111_0000) return 4;
  if (byte >= 0b1110_0000) return 3;
  return byte >= 0b1100_0000 ? 2 : 1;
}
