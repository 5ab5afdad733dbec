/** A stretch of time, ms since the epoch: `[from, to)`, never empty. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** What the time axis shows: the last so many ms, or all there has been. */
export type Zoom =
  | { readonly kind: 'last'; readonly ms: number }
  | { readonly kind: 'all' }
  | ({ readonly kind: 'range' } & TimeRange);

/** Even a session that has just begun has an axis. */
const LEAST_MS = 10_000;

/** @param began the beginning of the session. */
export function rangeOf(zoom: Zoom, began: number, now: number): TimeRange {
  switch (zoom.kind) {
    case 'last':
      return { from: now - zoom.ms, to: now };
    case 'all':
      return { from: Math.min(began, now - LEAST_MS), to: now };
    case 'range':
      return { from: zoom.from, to: Math.max(zoom.to, zoom.from + 1) };
    default:
      return zoom satisfies never;
  }
}

/** From times to places on the axis, CSS pixels from its left end, and back. */
export class TimeScale {
  readonly range: TimeRange;
  readonly width: number;

  constructor(range: TimeRange, width: number) {
    this.range = range;
    this.width = Math.max(1, width);
  }

  /** May lie outside of the axis. */
  x(time: number): number {
    const { from, to } = this.range;
    return ((time - from) / (to - from)) * this.width;
  }

  time(x: number): number {
    const { from, to } = this.range;
    return from + (x / this.width) * (to - from);
  }

  /** On the axis: the nearest end when it lies outside. */
  clamped(time: number): number {
    return Math.min(this.width, Math.max(0, this.x(time)));
  }
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Steps that people count in. */
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7, 14, 28, 84, 364].map((count) => count * DAY),
];

/** Where there is a time at the axis. */
export interface Tick {
  readonly time: number;
  readonly text: string;
}

/**
 * @param most how many there is room for, at least 1.
 * @param offsetMinutes of the reader's clock from UTC, as `Date.getTimezoneOffset` has it: UTC is ahead by so much.
 */
export function ticksOf({ from, to }: TimeRange, most: number, offsetMinutes: number): readonly Tick[] {
  const step = STEPS.find((each) => (to - from) / each <= most) ?? Math.ceil((to - from) / most / DAY) * DAY;
  const offset = offsetMinutes * MINUTE;
  const ticks: Tick[] = [];
  for (let local = Math.ceil((from - offset) / step) * step; local + offset < to; local += step) {
    ticks.push({ time: local + offset, text: tickText(new Date(local), step) });
  }
  return ticks;
}

/** @param local the reader's time, read as if it were UTC. */
function tickText(local: Date, step: number): string {
  const text = local.toISOString();
  if (step >= DAY || local.getTime() % DAY === 0) return text.slice(5, 10);
  return step >= MINUTE ? text.slice(11, 16) : text.slice(11, 19);
}
