import type { LogLine } from '../model/log-line.ts';
import { terminalText } from '../util/terminal-text.ts';
import { formatTimestamp } from '../wire/timestamp.ts';

/** What is kept of a line that is cut to make room for how much was taken away. */
const LEAST_CHARACTERS = 20;

/**
 * A line as tools give it: `12 06:13:01.123 api| text`, with `api err|` for standard error. The time is UTC. Nothing
 * that a terminal would act on is left in it.
 *
 * @param maxCharacters of the text of the line; of a longer one the beginning is given, and how much is missing.
 */
export function logText({ id, process, stream, timestamp, bytes }: LogLine, maxCharacters: number): string {
  const time = formatTimestamp(timestamp)?.slice(11, 23) ?? '-';
  const text = cut(terminalText(bytes, { color: false }), maxCharacters);
  return `${id} ${time} ${process}${stream === 'stderr' ? ' err' : ''}| ${text}`;
}

/** The beginning of a text that is too long, and how much is missing. */
export function cut(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const kept = Math.max(LEAST_CHARACTERS, maxCharacters - ` [${text.length} characters more]`.length);
  // Not through the middle of a character of two units.
  const beginning = text.slice(0, kept).replace(/[\ud800-\udbff]$/, '');
  return `${beginning} [${text.length - beginning.length} characters more]`;
}

/** What a text costs of the budget: its characters as JSON, with the comma after it. */
export function costOf(text: string): number {
  return JSON.stringify(text).length + 1;
}
