import { topOf } from '../logs/position.ts';
import { type DashboardState, positionKey, positionOf } from '../state.ts';
import type { LogPane } from './log-pane.ts';

/** Ids of the oldest and the newest line of the log that is shown, as far as they are known. */
export function storedIds({ known, chosen }: DashboardState): { readonly first: number; readonly last: number } {
  const logs = chosen.process === null ? [...known.stored.values()] : [known.stored.get(chosen.process)];
  const firsts = logs.flatMap((stored) => (stored?.firstId == null ? [] : [stored.firstId]));
  const oldest = firsts.length === 0 ? 1 : Math.min(...firsts);
  const cleared = chosen.cleared.get(positionKey(chosen.process)) ?? 0;
  return { first: Math.max(oldest, cleared + 1), last: Math.max(known.lastId, 1) };
}

/** The rows `[from, to)` of the scroll bar that stand for what is shown; null when all of it is. */
export function thumbOf(
  state: DashboardState,
  { layout, height }: LogPane,
): readonly [from: number, to: number] | null {
  const { first, last } = storedIds(state);
  const position = positionOf(state);
  const top = topOf(layout, position, height);
  const topId = layout.lines[top.line]?.id;
  const showsStart = layout.window.reachesStart && top.line === 0 && top.row === 0;
  if (topId === undefined || (showsStart && position.follows)) return null;
  const span = Math.max(1, last - first + 1);
  const bottomId = layout.lines[Math.min(layout.lines.length - 1, top.line + height)]?.id ?? last;
  const size = Math.max(1, Math.min(height - 1, Math.round((height * (bottomId - topId + 1)) / span)));
  const room = height - size;
  if (position.follows) return [room, height];
  const from = showsStart ? 0 : Math.min(room, Math.max(0, Math.round((room * (topId - first)) / span)));
  return [from, from + size];
}
