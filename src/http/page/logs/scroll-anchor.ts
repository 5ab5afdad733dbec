import type { LineRange } from './line-range.ts';

/** Where somebody's eyes are: a line, and how far it is below the upper edge, in CSS pixels. */
export interface ScrollAnchor {
  readonly id: number;
  readonly top: number;
}

/** The lines of `scroller` that are in sight, by their ids; null when there is none. */
export function linesInSight(scroller: Element): LineRange | null {
  const lines = scroller.querySelectorAll<HTMLElement>('[data-id]');
  const { top, bottom } = scroller.getBoundingClientRect();
  const first = lines[firstBelow(lines, top)];
  const last = lines[Math.max(0, firstBelow(lines, bottom - 1) - 1)] ?? first;
  if (first === undefined || last === undefined) return null;
  return { first: idOf(first), last: Math.max(idOf(first), idOf(last)) };
}

/** The first line in sight and where it is. */
export function anchorOf(scroller: Element): ScrollAnchor | null {
  const inSight = linesInSight(scroller);
  const line = inSight === null ? null : lineElement(scroller, inSight.first);
  return line === null ? null : { id: idOf(line), top: topIn(scroller, line) };
}

/** Scrolls so that a line is where it was, whatever has come or gone before it. */
export function restore(scroller: Element, { id, top }: ScrollAnchor): void {
  const line = lineElement(scroller, id);
  if (line !== null) scroller.scrollTop += topIn(scroller, line) - top;
}

/** The line, or the next one that is in the page; null when there is none. */
export function lineFrom(scroller: Element, id: number): HTMLElement | null {
  const lines = Array.from(scroller.querySelectorAll<HTMLElement>('[data-id]'));
  return lines.find((line) => idOf(line) >= id) ?? lines.at(-1) ?? null;
}

/** @returns null when the line is not in the page. */
export function lineElement(scroller: Element, id: number): HTMLElement | null {
  return scroller.querySelector<HTMLElement>(`[data-id="${id}"]`);
}

export function idOf(line: HTMLElement): number {
  return Number(line.dataset.id);
}

function topIn(scroller: Element, line: Element): number {
  return line.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
}

/** The index of the first line whose lower edge is below `y`: lines are in order, so a few looks find it. */
function firstBelow(lines: NodeListOf<HTMLElement>, y: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.getBoundingClientRect().bottom ?? 0) > y) high = middle;
    else low = middle + 1;
  }
  return low;
}
