import * as units from '../../util/units.ts';

/** A duration in its two largest units, without spaces: `12s`, `3m04s`, `2h05m`, `4d03h`. Less than a second is `0s`. */
export function durationText(ms: number): string {
  return ms < 1000 ? '0s' : units.durationText(ms);
}

/** A time that is still to come: rounded up, so that it ends with 1s and not with 0s. */
export function countdownText(ms: number): string {
  return durationText(Math.ceil(ms / 1000) * 1000);
}

/** Bytes in at most four characters and a unit: `512B`, `1.5K`, `64M`, `1.2G`. */
export function bytesText(bytes: number): string {
  let value = bytes;
  for (const unit of ['B', 'K', 'M', 'G']) {
    if (value < 1000 || unit === 'G')
      return `${value >= 10 || unit === 'B' ? Math.round(value) : value.toFixed(1)}${unit}`;
    value /= 1024;
  }
  return '';
}

/** `0%`, `12%`, `250%` of one core. */
export function percentText(fraction: number): string {
  return `${Math.round(fraction * 100)}%`;
}

/** The time of day, with milliseconds. @param offsetMinutes from UTC; null: the machine's time zone. */
export function timeText(wallTime: number, offsetMinutes: number | null): string {
  const offset = offsetMinutes ?? -new Date(wallTime).getTimezoneOffset();
  return new Date(wallTime + offset * 60_000).toISOString().slice(11, 23);
}
