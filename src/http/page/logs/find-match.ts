import type { Result } from '../../../model/result.ts';
import type { Line, LogsAnswer } from '../api/answers.ts';
import { type ApiFailure, apiFailureMessage } from '../api/api.ts';
import type { PageState } from '../view/page-state.ts';
import type { Search, View } from '../view/view.ts';
import type { LineRange } from './line-range.ts';
import { matchesQuery } from './log-query.ts';

export type Direction = 'older' | 'newer';

/**
 * Goes to the nearest line that matches: from the line that is pointed to, or else from what is in sight; beyond the last
 * one it goes on from the other end.
 */
export async function findMatch(
  page: PageState,
  search: Search,
  direction: Direction,
  inSight: LineRange | null,
): Promise<void> {
  const view = page.view.peek();
  const near = await nearest(page, search, direction, boundOf(view, direction, inSight));
  const found = near.ok && near.value === null ? await nearest(page, search, direction, null) : near;
  if (!found.ok) return page.notices.tell('failed', apiFailureMessage(found.failure));
  if (found.value === null) return page.notices.tell('failed', 'nothing matches');
  if (found !== near)
    page.notices.tell('done', direction === 'older' ? 'went on from the end' : 'went on from the start');
  page.show({ line: found.value.id }, { remember: false });
}

/** Only lines before, or after, this one. */
function boundOf({ line }: View, direction: Direction, inSight: LineRange | null): number | null {
  if (line !== null || inSight === null) return line;
  return direction === 'older' ? inSight.last + 1 : inSight.first - 1;
}

async function nearest(
  { api, view }: PageState,
  search: Search,
  direction: Direction,
  bound: number | null,
): Promise<Result<Line | null, ApiFailure>> {
  const where = direction === 'older' ? { before: bound, from: 'end' } : { after: bound ?? 0, from: 'start' };
  const page = await api.get<LogsAnswer>('/logs', { ...matchesQuery(view.peek(), search), ...where, limit: 1 });
  return page.ok ? { ok: true, value: page.value.lines[0] ?? null } : page;
}
