import { RE2JS } from 're2js';
import type { InvalidPattern } from '../model/failure.ts';
import type { TextSearch } from '../model/logs-request.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { LineMatcher } from './line-matcher.ts';
import { ConstantMatcher, LiteralMatcher, TextsMatcher, UnionMatcher } from './literal-matcher.ts';
import { RegexMatcher } from './regex-matcher.ts';
import { requiredTexts } from './required-texts.ts';

/**
 * What finds the lines that somebody searches for. Expressions are RE2's, which cannot be made to hang: no
 * backreferences, no lookaround.
 */
export function compileSearch({ pattern, kind, ignoreCase }: TextSearch): Result<LineMatcher, InvalidPattern> {
  if (kind === 'text') return ok(textMatcher([pattern], ignoreCase));
  if (IS_CHOICE_OF_TEXTS.test(pattern)) return ok(textMatcher(pattern.split('|'), ignoreCase));
  const flags = ignoreCase ? RE2JS.CASE_INSENSITIVE : 0;
  try {
    const expression = RE2JS.compile(pattern, flags);
    const texts = requiredTexts(pattern);
    const prefilter = texts === null ? null : textMatcher(texts, ignoreCase);
    const acrossLines = TELLS_TEXT_FROM_LINE.test(pattern) ? null : RE2JS.compile(pattern, flags | RE2JS.MULTILINE);
    return ok(new RegexMatcher({ expression, prefilter, acrossLines }));
  } catch (error) {
    // Whatever the library throws for a pattern (syntax, size, depth), it is the pattern that is at fault.
    return err({
      reason: 'invalid-pattern',
      pattern,
      detail: error instanceof Error ? error.message : String(error),
    });
  }
}

/** Finds lines that contain one of the texts. */
function textMatcher(texts: readonly string[], ignoreCase: boolean): LineMatcher {
  if (texts.includes('')) return new ConstantMatcher(true);
  const possible = texts.filter((text) => !text.includes('\n'));
  if (possible.length === 0) return new ConstantMatcher(false);
  if (ignoreCase || possible.length > MAX_SINGLE_SEARCHES) return new TextsMatcher(possible, ignoreCase);
  return new UnionMatcher(possible.map((text) => new LiteralMatcher(text)));
}

/** Up to so many texts are found faster one after the other than all at once (measured by `test/bench/store-search.ts`). */
const MAX_SINGLE_SEARCHES = 6;

/** An expression without operators but `|`. U+FFFD is left to RE2: in the bytes of a line it may be anything invalid. */
const IS_CHOICE_OF_TEXTS = /^[^\\^$.*+?()[\]{}\uFFFD\p{Surrogate}]+$/u;

/**
 * Parts of an expression by which it may match a line alone and not the same line among others: the ends of the whole
 * text, and flags that are switched off.
 */
const TELLS_TEXT_FROM_LINE = /\\[AzZ]|\(\?[a-zA-Z]*-/;
