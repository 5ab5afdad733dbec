/** RFC 3339 with a fraction of up to nine digits; what `formatTimestamp` writes, and what people write by hand. */
const TIMESTAMP = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d)$/;

/** The first moment that needs a five-digit year, in ms since the epoch. */
const YEAR_10000 = 253_402_300_800_000;

/**
 * `2026-01-31T08:05:09.000250Z`: a wall time in UTC, to the microsecond.
 *
 * @param ms since the epoch, fractional; rounded to the microsecond.
 * @returns null for a moment that RFC 3339 cannot name (before year 1970 counts too: no pom has seen it).
 */
export function formatTimestamp(ms: number): string | null {
  const microseconds = Math.round(ms * 1000);
  if (!(microseconds >= 0 && microseconds < YEAR_10000 * 1000)) return null;
  const seconds = Math.floor(microseconds / 1_000_000);
  const fraction = String(microseconds % 1_000_000).padStart(6, '0');
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${fraction}Z`;
}

/**
 * The inverse of `formatTimestamp`, exact to the microsecond; any offset from UTC is understood.
 *
 * @returns ms since the epoch, or null when `text` is not a timestamp.
 */
export function parseTimestamp(text: string): number | null {
  const [, date, time, fraction = '', offset = ''] = TIMESTAMP.exec(text) ?? [];
  const wholeMs = Date.parse(`${date}T${time}${offset.toUpperCase()}`);
  if (Number.isNaN(wholeMs)) return null;
  // In whole microseconds, so that the one division at the end gives the very number that was written.
  return (wholeMs * 1000 + Number(fraction.slice(0, 6).padEnd(6, '0'))) / 1000;
}
