import type { Span } from '../view/view.ts';

export type SpanEnd = keyof Span;

/** A span has at least this length, ms. */
const LEAST_MS = 1;

/** The time between two moments, whichever comes first. */
export function spanBetween(a: number, b: number): Span {
  const [since, until] = [Math.floor(Math.min(a, b)), Math.ceil(Math.max(a, b))];
  return { since, until: Math.max(until, since + LEAST_MS) };
}

/** With one end elsewhere; it stops before the other end. */
export function movedEnd(span: Span, end: SpanEnd, to: number): Span {
  return end === 'since'
    ? { ...span, since: Math.min(Math.floor(to), span.until - LEAST_MS) }
    : { ...span, until: Math.max(Math.ceil(to), span.since + LEAST_MS) };
}
