import type { TextMatcher } from '../../util/text-matcher.ts';
import { cellWidth } from '../text/cells.ts';

/** Where a text is found in another, as cells `[from, to)`; empty matches are left out. */
export function matchedCells(matcher: TextMatcher, text: string): readonly (readonly [from: number, to: number])[] {
  let index = 0;
  let column = 0;
  return matcher.ranges(text).map(([start, end]) => {
    const from = column + cellWidth(text.slice(index, start));
    const to = from + cellWidth(text.slice(start, end));
    index = end;
    column = to;
    return [from, to] as const;
  });
}
