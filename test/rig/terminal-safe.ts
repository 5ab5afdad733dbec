/**
 * The judge of what a terminal may be sent, written from the standards and not from the code that it judges: text in
 * UTF-8, newlines, and colours (ECMA-48 SGR without a private prefix). Nothing else.
 */
const HARMLESS = /\x1b\[[0-9;:]*m|[\n\t\x20-\x7e]|[^\x00-\x7f]/gu;

/** C1 controls, separators that end lines, and what reorders text: all beyond ASCII. */
const HARMFUL = /[\u0080-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** What of `output` could do more to a terminal than show; empty: nothing. Escaped, to be read in a test's report. */
export function unsafeParts(output: Uint8Array): readonly string[] {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(output);
  const rest = text.replace(HARMLESS, '');
  return [...rest, ...(text.match(HARMFUL) ?? [])].map((part) => `U+${part.codePointAt(0)?.toString(16)}`);
}
