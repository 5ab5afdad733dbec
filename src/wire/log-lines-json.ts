import type { LogLine, Stream } from '../model/log-line.ts';
import { escapeUnsafe } from '../util/escape-unsafe.ts';
import { type JsonOptions, lineText, toJsonValue } from './json.ts';
import { formatTimestamp, parseTimestamp } from './timestamp.ts';

/**
 * Log lines as JSON. The form is that of `json.ts`, written and read by hand: a page has thousands of lines, and the
 * general rule takes ten times as long for each (test/bench/lines-json.ts).
 */
export interface WireLogLine {
  readonly id: number;
  readonly process: string;
  readonly stream: Stream;
  readonly run: number;
  readonly timestamp: string | number;
  readonly partial: boolean;
  /** What is not UTF-8 is U+FFFD. */
  readonly text?: string;
  /** Base64; instead of `text` when the request was for exact bytes. */
  readonly bytes?: string;
}

/** Each line as the text of one JSON object. */
export function logLinesToJson(lines: readonly LogLine[], options: JsonOptions = {}): readonly string[] {
  const quotedName = remembering((name: string) => escapeUnsafe(JSON.stringify(name)));
  // Lines that were read together have the same time.
  const quotedTime = remembering((timestamp: number) => JSON.stringify(formatTimestamp(timestamp) ?? timestamp));
  return lines.map(({ id, process, stream, run, timestamp, bytes, partial }) => {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const content = options.raw
      ? `"bytes":"${buffer.toString('base64')}"`
      : `"text":${escapeUnsafe(JSON.stringify(lineText(buffer)))}`;
    const head = `{"id":${id},"process":${quotedName(process)},"stream":"${stream}","run":${run}`;
    return `${head},"timestamp":${quotedTime(timestamp)},${content},"partial":${partial}}`;
  });
}

/** The lines of a parsed answer. Text becomes its UTF-8 bytes. */
export function logLinesFromJson(lines: readonly WireLogLine[]): readonly LogLine[] {
  const timeOf = remembering((time: string | number) =>
    typeof time === 'number' ? time : (parseTimestamp(time) ?? Number.NaN),
  );
  return lines.map(({ id, process, stream, run, timestamp, partial, text, bytes }) => ({
    id,
    process,
    stream,
    run,
    timestamp: timeOf(timestamp),
    bytes: bytes === undefined ? Buffer.from(text ?? '') : Buffer.from(bytes, 'base64'),
    partial,
  }));
}

/** An object with log lines in its member `lines`, as one line of JSON. */
export function withLogLinesToJson<T extends { readonly lines: readonly LogLine[] }>(
  { lines, ...rest }: T,
  options: JsonOptions = {},
): string {
  const members = Object.entries(toJsonValue(rest) ?? {}).map(([key, value]) => `"${key}":${JSON.stringify(value)}`);
  return `{${[...members, `"lines":[${logLinesToJson(lines, options).join(',')}]`].join(',')}}`;
}

/** `compute`, called again only when its argument differs from the one before. */
function remembering<A, R>(compute: (argument: A) => R): (argument: A) => R {
  let last: { readonly argument: A; readonly result: R } | null = null;
  return (argument) => {
    if (last === null || last.argument !== argument) last = { argument, result: compute(argument) };
    return last.result;
  };
}
