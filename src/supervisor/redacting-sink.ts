import type { Stream } from '../model/log-line.ts';
import type { OutputSink } from './child.ts';
import { type Redaction, replaced } from './redaction.ts';

/**
 * The output of one run with what must not be seen taken out, for `next`. Whole lines are looked at as they come; the
 * beginning of a line is kept back until the line ends, because nobody knows yet what the rest will make of it.
 *
 * A line longer than `WINDOW_BYTES` is looked at in parts. A match of up to `OVERLAP_BYTES` is found wherever it is.
 *
 * @param redaction asked at each chunk; null when there is nothing to take out, and then chunks pass as they are.
 */
export function redactingSink(redaction: () => Redaction | null, next: OutputSink): OutputSink {
  const unfinished: Readonly<Record<Stream, Unfinished>> = { stdout: new Unfinished(), stderr: new Unfinished() };
  let last: Redaction | null = null;
  const pass = (stream: Stream, bytes: Buffer): void => {
    if (bytes.length > 0) next.onChunk(stream, bytes);
  };
  return {
    onChunk: (stream, chunk) => {
      const open = unfinished[stream];
      const current = redaction();
      // What was kept back under patterns that are gone is still for them to judge.
      if (current === null && last !== null) pass(stream, last.redactLines(open.take()));
      last = current;
      if (current === null) {
        next.onChunk(stream, chunk);
        return;
      }
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      const end = bytes.lastIndexOf(NEWLINE) + 1;
      if (end > 0) pass(stream, current.redactLines(open.takeWith(bytes.subarray(0, end))));
      open.add(bytes.subarray(end));
      while (open.length >= WINDOW_BYTES) pass(stream, open.takePart(current));
    },
    onEnd: (stream) => {
      const open = unfinished[stream].take();
      pass(stream, last === null ? open : last.redactLines(open));
      next.onEnd(stream);
    },
  };
}

/** More of an unfinished line is not kept back. */
export const WINDOW_BYTES = 64 * 1024;

/** So much of what was looked at is looked at again, together with what follows. */
export const OVERLAP_BYTES = 4 * 1024;

const NEWLINE = 10;

/** The beginning of a line: copies, since a chunk is lent. They are put together only when the line is looked at. */
class Unfinished {
  #pieces: Buffer[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#pieces.push(Buffer.from(bytes));
    this.#length += bytes.length;
  }

  take(): Buffer {
    return this.takeWith(NOTHING);
  }

  /** Everything, and `more` after it. Not copied when there is nothing but `more`. */
  takeWith(more: Buffer): Buffer {
    const bytes = this.#length === 0 ? more : Buffer.concat([...this.#pieces, more]);
    this.#pieces = [];
    this.#length = 0;
    return bytes;
  }

  /** As much from the front as can be judged now, redacted; never cut within a match. */
  takePart(redaction: Redaction): Buffer {
    const bytes = this.take();
    const ranges = redaction.rangesIn(bytes);
    const wanted = bytes.length - OVERLAP_BYTES;
    const across = ranges.find(({ from, to }) => from < wanted && wanted < to);
    // A match that begins the text and does not end in it cannot be waited for.
    const cut = across === undefined ? wanted : across.from > 0 ? across.from : across.to;
    this.add(bytes.subarray(cut));
    const judged = ranges.filter(({ to }) => to <= cut);
    return replaced(bytes.subarray(0, cut), judged);
  }
}

const NOTHING = Buffer.alloc(0);
