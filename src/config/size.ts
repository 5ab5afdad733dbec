const UNIT_BYTES: ReadonlyMap<string, number> = new Map([
  ['TiB', 2 ** 40],
  ['TB', 1e12],
  ['GiB', 2 ** 30],
  ['GB', 1e9],
  ['MiB', 2 ** 20],
  ['MB', 1e6],
  ['KiB', 2 ** 10],
  ['KB', 1e3],
  ['B', 1],
]);

const SIZE = /^(\d{1,16}(?:\.\d{1,9})?)\s?([KMGT]i?B|B)?$/i;

/**
 * Reads a size as pom.yaml spells it: `64KiB` (1024), `1GB` (1000), case ignored; a bare number is bytes.
 *
 * @returns whole bytes, or null when the text is no size.
 */
export function parseSize(text: string): number | null {
  const [, count, unit = 'B'] = SIZE.exec(text) ?? [];
  if (count === undefined) return null;
  const [, bytes = 1] = [...UNIT_BYTES].find(([name]) => name.toLowerCase() === unit.toLowerCase()) ?? [];
  const size = Math.floor(Number(count) * bytes);
  return Number.isSafeInteger(size) ? size : null;
}

/** `bytes` in the largest unit that divides it. */
export function formatSize(bytes: number): string {
  const [unit, unitBytes] = [...UNIT_BYTES].find(([, size]) => bytes >= size && bytes % size === 0) ?? ['B', 1];
  return `${bytes / unitBytes}${unit}`;
}
