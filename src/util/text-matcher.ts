import { RE2JS } from 're2js';

/** What to find in a text. */
export interface TextPattern {
  /** Literal text, or an RE2 regular expression (https://github.com/google/re2/wiki/Syntax). */
  readonly pattern: string;
  readonly kind: 'text' | 'regex';
  readonly ignoreCase: boolean;
}

/** Finds a pattern in text that is shown. RE2, as in the store: no pattern can make it hang. */
export interface TextMatcher {
  test(text: string): boolean;
  /** Where it is found, as UTF-16 offsets `[from, to)` of the text; empty matches are left out. */
  ranges(text: string): readonly (readonly [from: number, to: number])[];
}

/** @returns null for a pattern that is empty or cannot be used. */
export function textMatcher({ pattern, kind, ignoreCase }: TextPattern): TextMatcher | null {
  if (pattern === '') return null;
  const flags = ignoreCase ? RE2JS.CASE_INSENSITIVE : 0;
  try {
    const expression = RE2JS.compile(kind === 'text' ? RE2JS.quote(pattern) : pattern, flags);
    return { test: (text) => expression.test(text), ranges: (text) => rangesIn(text, expression) };
  } catch {
    // Half an expression, most likely: somebody is typing it. The store says what is wrong with it.
    return null;
  }
}

/** More than anybody can see on one line. */
const MAX_MATCHES = 1000;

function rangesIn(text: string, expression: RE2JS): readonly (readonly [number, number])[] {
  if (!expression.test(text)) return [];
  const matcher = expression.matcher(text);
  const found: (readonly [number, number])[] = [];
  while (found.length < MAX_MATCHES && matcher.find()) {
    const [from, to] = [matcher.start(), matcher.end()];
    if (from < to) found.push([from, to]);
  }
  return found;
}
