import path from 'node:path';
import type { SourceRange } from '../model/diagnostic.ts';

/** A part of a source file, as offsets in its text: `[start, end)`. */
export interface Span {
  readonly source: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** The text of a configuration file, and where things are in it. */
export class SourceFile {
  /** Absolute. */
  readonly path: string;
  /** As people should see it. */
  readonly shownAs: string;
  readonly text: string;
  #lineStarts: readonly number[] | null = null;

  constructor(file: string, shownAs: string, text: string) {
    this.path = file;
    this.shownAs = shownAs;
    this.text = text;
  }

  /** What paths written in this file are relative to. */
  get directory(): string {
    return path.dirname(this.path);
  }

  span(start: number, end: number): Span {
    return { source: this, start, end };
  }

  /** The first line of `[start, end)`, for showing. Offsets beyond the text count as its end. */
  rangeOf({ start, end }: Span): SourceRange {
    const at = Math.min(Math.max(start, 0), this.text.length);
    const lineStarts = this.#starts();
    const line = lineIndexOf(lineStarts, at);
    const lineStart = lineStarts[line] ?? 0;
    const next = (lineStarts[line + 1] ?? this.text.length + 1) - 1;
    const sourceLine = this.text.slice(lineStart, this.text.charAt(next - 1) === '\r' ? next - 1 : next);
    const from = Math.min(at - lineStart, sourceLine.length);
    const to = Math.min(Math.max(end - lineStart, from), sourceLine.length);
    return {
      file: this.shownAs,
      line: line + 1,
      column: charactersIn(sourceLine.slice(0, from)) + 1,
      length: Math.max(1, charactersIn(sourceLine.slice(from, to).trimEnd())),
      sourceLine,
    };
  }

  #starts(): readonly number[] {
    if (this.#lineStarts === null) {
      const starts = [0];
      for (let at = this.text.indexOf('\n'); at !== -1; at = this.text.indexOf('\n', at + 1)) starts.push(at + 1);
      this.#lineStarts = starts;
    }
    return this.#lineStarts;
  }
}

/** The last line that starts at or before `offset`: binary search, since a bad file asks a thousand times. */
function lineIndexOf(lineStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Code points: what editors count as columns, but for letters composed of several. */
function charactersIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    if ((text.charCodeAt(at) & 0xfc00) !== 0xdc00) count++;
  }
  return count;
}
