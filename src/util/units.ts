/** A duration as people say it, in its two largest units: `12s`, `3m04s`, `2h05m`, `4d03h`. */
export function durationText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 1) return `${Math.max(0, Math.round(ms))}ms`;
  const units: readonly (readonly [number, string])[] = [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'm'],
    [1, 's'],
  ];
  const first = units.findIndex(([size]) => seconds >= size);
  const [size = 1, letter = 's'] = units[first] ?? [];
  const whole = `${Math.floor(seconds / size)}${letter}`;
  const [nextSize, nextLetter] = units[first + 1] ?? [];
  if (nextSize === undefined) return whole;
  return `${whole}${String(Math.floor((seconds % size) / nextSize)).padStart(2, '0')}${nextLetter}`;
}

/** Bytes in binary units with one decimal: `512B`, `1.5KiB`, `64.0MiB`. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return unit === 0 ? `${value}B` : `${value.toFixed(1)}${units[unit]}`;
}

/** `2026-11-23 14:05:09.123`, where the reader is. */
export function dateTimeText(wallTime: number): string {
  const date = new Date(wallTime);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${day} ${time}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
