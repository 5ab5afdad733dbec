import type { LogsAnswer } from '../api/answers.ts';
import { apiFailureMessage } from '../api/api.ts';
import type { PageState } from '../view/page-state.ts';
import type { Search } from '../view/view.ts';
import { matchesQuery } from './log-query.ts';
import type { LineRange } from './scroll-anchor.ts';

/** Goes to the nearest line that matches: from the line that is pointed to, or else from what is in sight. */
export async function findMatch(
  page: PageState,
  search: Search,
  direction: 'older' | 'newer',
  inSight: LineRange | null,
): Promise<void> {
  const view = page.view.peek();
  const from =
    direction === 'older'
      ? { before: view.line ?? (inSight === null ? null : inSight.last + 1), from: 'end' }
      : { after: view.line ?? (inSight === null ? 0 : inSight.first - 1), from: 'start' };
  const found = await page.api.get<LogsAnswer>('/logs', { ...matchesQuery(view, search), ...from, limit: 1 });
  if (!found.ok) return page.notices.tell('failed', apiFailureMessage(found.failure));
  const match = found.value.lines[0];
  if (match === undefined) return page.notices.tell('failed', `nothing ${direction} matches`);
  page.show({ line: match.id }, { remember: false });
}
