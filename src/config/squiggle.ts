import { styleText } from 'node:util';
import stringWidth from 'string-width';
import type { Diagnostic, SourceRange } from '../model/diagnostic.ts';

/** How much of a long line is shown, and how much of that stands before the mistake, in characters. */
const WIDEST = 160;
const CONTEXT = 40;

type Style = (format: Parameters<typeof styleText>[0], text: string) => string;

/**
 * Diagnostics as people read them: where and what, then the line itself with the wrong part underlined, then other
 * places that matter. No line break at the end. Nothing from a file can do anything to the terminal.
 */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], { color }: { readonly color: boolean }): string {
  const style: Style = (format, text) => (color ? styleText(format, text, { validateStream: false }) : text);
  return diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, style)).join('\n\n');
}

function renderDiagnostic({ severity, message, at, related }: Diagnostic, style: Style): string {
  const isError = severity === 'error';
  const sentence = `${isError ? '' : style('yellow', 'warning: ')}${printable(message)}`;
  if (at === null) return sentence;
  const gutter = Math.max(...[at, ...related.map((place) => place.at)].map(({ line }) => String(line).length)) + 2;
  return [
    `${position(at, style)}  ${sentence}\n\n${underlined(at, gutter, (carets) => style(isError ? 'red' : 'yellow', carets), style)}`,
    ...related.map(
      (place) =>
        `${position(place.at, style)}  ${printable(place.message)}\n\n${underlined(place.at, gutter, (carets) => style('cyan', carets), style)}`,
    ),
  ].join('\n\n');
}

function position({ file, line, column }: SourceRange, style: Style): string {
  return style('bold', `${printable(file)}:${line}:${column}`);
}

/** The source line, and under it carets as wide as the wrong part is on a terminal. */
function underlined(range: SourceRange, gutter: number, paint: (carets: string) => string, style: Style): string {
  const { before, wrong, after } = excerpt(range);
  // A tab is as wide as it is above; everything else becomes as many spaces as it has columns.
  const indent = before
    .split('\t')
    .map((text) => ' '.repeat(stringWidth(text)))
    .join('\t');
  const carets = '^'.repeat(Math.max(1, stringWidth(wrong.replaceAll('\t', ' '))));
  const number = style('dim', `${String(range.line).padStart(gutter)} │`);
  const blank = style('dim', `${' '.repeat(gutter)} │`);
  return `${number} ${before}${wrong}${after}\n${blank} ${indent}${paint(carets)}`;
}

/** The parts of the line, made printable, cut to a window around the wrong part when it is long. */
function excerpt({ sourceLine, column, length }: SourceRange) {
  const start = offsetOf(sourceLine, column - 1, 0);
  const end = offsetOf(sourceLine, Math.min(length, WIDEST), start);
  const from = sourceLine.length <= WIDEST ? 0 : Math.max(0, start - CONTEXT);
  const to = sourceLine.length <= WIDEST ? sourceLine.length : Math.max(end, from + WIDEST);
  return {
    before: `${from > 0 ? '…' : ''}${printable(sourceLine.slice(from, start))}`,
    wrong: printable(sourceLine.slice(start, end)),
    after: `${printable(sourceLine.slice(end, to))}${to < sourceLine.length ? '…' : ''}`,
  };
}

/** The offset in `text` that is `characters` code points after `from`. */
function offsetOf(text: string, characters: number, from: number): number {
  let at = from;
  for (let left = characters; left > 0 && at < text.length; left--) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}

/** Controls, and what turns the direction of writing, become visible; tabs stay. */
function printable(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000a-\u001f]/g, (control) => String.fromCharCode(0x2400 + control.charCodeAt(0)))
    .replace(/[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, '\ufffd');
}
