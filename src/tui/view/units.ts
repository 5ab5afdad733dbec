/** A duration in its two largest units, without spaces: `12s`, `3m04s`, `2h05m`, `4d03h`. Negative ones are `0s`. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  const two = (value: number) => String(value).padStart(2, '0');
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m${two(seconds % 60)}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)}h${two(minutes % 60)}m`;
  const hours = Math.floor(minutes / 60);
  return `${Math.floor(hours / 24)}d${two(hours % 24)}h`;
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
