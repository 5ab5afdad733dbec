import { RE2JS } from 're2js';
import type { TextSearch } from '../../model/logs-request.ts';
import { cellWidth } from '../text/cells.ts';

/** Finds a search in text that is shown. RE2, as in the store: no pattern can make it hang. */
export interface TextMatcher {
  test(text: string): boolean;
  /** Where it is found, as cells `[from, to)` of the text; empty matches are left out. */
  cells(text: string): readonly (readonly [from: number, to: number])[];
}

/** @returns null for a pattern that is empty or cannot be used. */
export function textMatcher({ pattern, kind, ignoreCase }: TextSearch): TextMatcher | null {
  if (pattern === '') return null;
  const flags = ignoreCase ? RE2JS.CASE_INSENSITIVE : 0;
  try {
    const expression = RE2JS.compile(kind === 'text' ? RE2JS.quote(pattern) : pattern, flags);
    return { test: (text) => expression.test(text), cells: (text) => matchedCells(expression, text) };
  } catch {
    // Half an expression, most likely: somebody is typing it. The store says what is wrong with it.
    return null;
  }
}

/** More than anybody can see on one line. */
const MAX_MATCHES = 1000;

function matchedCells(expression: RE2JS, text: string): readonly (readonly [number, number])[] {
  if (!expression.test(text)) return [];
  const matcher = expression.matcher(text);
  const found: (readonly [number, number])[] = [];
  let index = 0;
  let column = 0;
  while (found.length < MAX_MATCHES && matcher.find()) {
    const [start, end] = [matcher.start(), matcher.end()];
    if (start === end) continue;
    const from = column + cellWidth(text.slice(index, start));
    const to = from + cellWidth(text.slice(start, end));
    found.push([from, to]);
    index = end;
    column = to;
  }
  return found;
}
