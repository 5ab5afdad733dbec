import { dateTimeText } from '../../../util/units.ts';

/** `0.3 %` of one core. */
export function cpuText(fraction: number): string {
  const percent = fraction * 100;
  return `${percent >= 10 ? Math.round(percent) : percent.toFixed(1)} %`;
}

/** `14:05:09.123`, where the reader is. */
export function timeText(wallTime: number): string {
  return dateTimeText(wallTime).slice('2026-11-23 '.length);
}
