import { RE2JS } from 're2js';
import type { InvalidPattern } from '../model/failure.ts';
import type { TextSearch } from '../model/logs-request.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { LineMatcher } from './line-matcher.ts';
import { CaselessMatcher, LiteralMatcher } from './literal-matcher.ts';
import { RegexMatcher } from './regex-matcher.ts';

/**
 * What finds the lines that somebody searches for. Expressions are RE2's, which cannot be made to hang: no
 * backreferences, no lookaround.
 */
export function compileSearch({ pattern, kind, ignoreCase }: TextSearch): Result<LineMatcher, InvalidPattern> {
  if (kind === 'text') return ok(ignoreCase ? new CaselessMatcher(pattern) : new LiteralMatcher(pattern));
  const flags = ignoreCase ? RE2JS.CASE_INSENSITIVE : 0;
  try {
    const perLine = RE2JS.compile(pattern, flags);
    const perGroup = TELLS_TEXT_FROM_LINE.test(pattern) ? null : RE2JS.compile(pattern, flags | RE2JS.MULTILINE);
    return ok(new RegexMatcher(perLine, perGroup));
  } catch (error) {
    // Whatever the library throws for a pattern (syntax, size, depth), it is the pattern that is at fault.
    return err({
      reason: 'invalid-pattern',
      pattern,
      detail: error instanceof Error ? error.message : String(error),
    });
  }
}

/**
 * Parts of an expression by which it may match a line alone and not the same line among others: the ends of the whole
 * text, and flags that are switched off.
 */
const TELLS_TEXT_FROM_LINE = /\\[AzZ]|\(\?[a-zA-Z]*-/;
