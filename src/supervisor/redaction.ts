import { RE2JS } from 're2js';

/** A part of some bytes, `[from, to)`. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** What stands where something was taken out. */
export const REDACTED = '[redacted]';

/**
 * Takes what matches one of several patterns out of lines. Bytes that match nothing stay as they are, text or not.
 *
 * Patterns are RE2's: they take linear time, whatever a child prints. A pattern with groups takes out what its groups
 * match; without groups, or when none of them took part, the whole match.
 */
export class Redaction {
  readonly #patterns: readonly Pattern[];

  /** @param patterns regular expressions that RE2 has accepted. */
  constructor(patterns: readonly string[]) {
    this.#patterns = patterns.map(compile);
  }

  /** @param bytes whole lines, each with its newline. Given back as it is when nothing matches. */
  redactLines(bytes: Buffer): Buffer {
    // One look at all lines is many times faster than a look at each.
    const patterns = this.#patterns.filter(({ acrossLines }) => acrossLines === null || acrossLines.test(bytes));
    if (patterns.length === 0) return bytes;
    const ranges: ByteRange[] = [];
    for (let start = 0; start < bytes.length; ) {
      const newline = bytes.indexOf(NEWLINE, start);
      const end = newline === -1 ? bytes.length : newline;
      const line = bytes.subarray(start, bytes[end - 1] === CARRIAGE_RETURN ? Math.max(start, end - 1) : end);
      for (const { from, to } of rangesIn(line, patterns)) ranges.push({ from: from + start, to: to + start });
      start = end + 1;
    }
    return replaced(bytes, ranges);
  }

  /** What is to be taken out of one line without its newline: in order, apart from each other. */
  rangesIn(line: Buffer): readonly ByteRange[] {
    return rangesIn(line, this.#patterns);
  }
}

/** The bytes with `[redacted]` in the place of each range. */
export function replaced(bytes: Buffer, ranges: readonly ByteRange[]): Buffer {
  if (ranges.length === 0) return bytes;
  const mark = Buffer.from(REDACTED);
  const parts: Buffer[] = [];
  let kept = 0;
  for (const { from, to } of ranges) {
    parts.push(bytes.subarray(kept, from), mark);
    kept = to;
  }
  return Buffer.concat([...parts, bytes.subarray(kept)]);
}

interface Pattern {
  readonly expression: RE2JS;
  /** Found in several lines if `expression` is found in one of them; null when there is no such thing. */
  readonly acrossLines: RE2JS | null;
}

function compile(pattern: string): Pattern {
  const expression = RE2JS.compile(pattern);
  const acrossLines = TELLS_TEXT_FROM_LINE.test(pattern) ? null : RE2JS.compile(pattern, RE2JS.MULTILINE);
  return { expression, acrossLines };
}

/**
 * Parts of a pattern by which it may match a line alone and not the same line among others: the ends of a text, the end
 * of a line (there may be a carriage return between it and the newline), and flags that are switched off.
 */
const TELLS_TEXT_FROM_LINE = /\$|\\[AzZ]|\(\?[a-zA-Z]*-/;

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

function rangesIn(line: Buffer, patterns: readonly Pattern[]): readonly ByteRange[] {
  const found: ByteRange[] = [];
  for (const { expression } of patterns) {
    if (!expression.test(line)) continue;
    // A matcher of bytes counts in bytes, and takes what is not UTF-8 for a character that no pattern names.
    const matcher = expression.matcher(line);
    while (matcher.find()) {
      const groups = Array.from({ length: matcher.groupCount() }, (_, index) => rangeOf(matcher, index + 1));
      const taken = groups.filter(({ from, to }) => from >= 0 && from < to);
      if (taken.length > 0) found.push(...taken);
      else found.push(rangeOf(matcher, 0));
    }
  }
  return apart(found.filter(({ from, to }) => from < to));
}

function rangeOf(matcher: ReturnType<RE2JS['matcher']>, group: number): ByteRange {
  return { from: matcher.start(group), to: matcher.end(group) };
}

/** In order, with those that overlap made one. */
function apart(ranges: readonly ByteRange[]): readonly ByteRange[] {
  const result: ByteRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last === undefined || range.from >= last.to) result.push(range);
    else result[result.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
  }
  return result;
}
