const UNIT_MS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;

const NUMBER = String.raw`(\d{1,12}(?:\.\d{1,9})?)`;
const WITH_UNITS = new RegExp(`^(?:${NUMBER}d)?(?:${NUMBER}h)?(?:${NUMBER}m(?!s))?(?:${NUMBER}s)?(?:${NUMBER}ms)?$`);
const BARE = new RegExp(`^${NUMBER}$`);

/** Ten years: far beyond any use, and every sum of two still counts exact milliseconds. */
const LONGEST_MS = 3650 * UNIT_MS.d;

/**
 * Reads a duration as pom.yaml and `--timeout` spell it: `250ms`, `5s`, `1m30s`, `2h`, `7d`, in falling order of units;
 * a bare number is seconds.
 *
 * @returns milliseconds, or null when the text is no duration or longer than ten years.
 */
export function parseDuration(text: string): number | null {
  const seconds = BARE.exec(text)?.[1];
  if (seconds !== undefined) return within(Number(seconds) * UNIT_MS.s);
  const parts = WITH_UNITS.exec(text);
  if (parts === null || text === '') return null;
  const units = Object.values(UNIT_MS);
  return within(units.reduce((sum, unitMs, index) => sum + Number(parts[index + 1] ?? 0) * unitMs, 0));
}

/** The shortest text that `parseDuration` reads as `ms`: `1m30s`. */
export function formatDuration(ms: number): string {
  let left = ms;
  let text = '';
  for (const [unit, unitMs] of Object.entries(UNIT_MS)) {
    const count = unit === 'ms' ? Number(left.toFixed(6)) : Math.floor(left / unitMs);
    if (count === 0) continue;
    text += `${count}${unit}`;
    left -= count * unitMs;
  }
  return text === '' ? '0s' : text;
}

function within(ms: number): number | null {
  return ms <= LONGEST_MS ? ms : null;
}
