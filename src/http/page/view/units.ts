/** `300ms`, `4s`, `3m12s`, `2h05m`, `3d4h`. */
export function durationText(ms: number): string {
  const wholeMs = Math.max(0, Math.floor(ms));
  if (wholeMs > 0 && wholeMs < 1000) return `${wholeMs}ms`;
  const seconds = Math.floor(wholeMs / 1000);
  const [minutes, hours, days] = [60, 3600, 86_400].map((unit) => Math.floor(seconds / unit)) as [
    number,
    number,
    number,
  ];
  if (minutes === 0) return `${seconds}s`;
  if (hours === 0) return `${minutes}m${padded(seconds % 60)}s`;
  if (days === 0) return `${hours}h${padded(minutes % 60)}m`;
  return `${days}d${hours % 24}h`;
}

/** `0`, `512 B`, `1.5 MiB`. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  const value = bytes / 1024 ** power;
  return `${value >= 100 || power === 0 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

/** `0.3 %` of one core. */
export function cpuText(fraction: number): string {
  const percent = fraction * 100;
  return `${percent >= 10 ? Math.round(percent) : percent.toFixed(1)} %`;
}

/** `14:05:09.123`, where the reader is. */
export function timeText(wallTime: number): string {
  const time = new Date(wallTime);
  const [hours, minutes, seconds] = [time.getHours(), time.getMinutes(), time.getSeconds()].map(padded);
  return `${hours}:${minutes}:${seconds}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}

/** `2026-11-23 14:05:09.123`, where the reader is. */
export function dateTimeText(wallTime: number): string {
  const time = new Date(wallTime);
  return `${time.getFullYear()}-${padded(time.getMonth() + 1)}-${padded(time.getDate())} ${timeText(wallTime)}`;
}

function padded(value: number): string {
  return String(value).padStart(2, '0');
}
