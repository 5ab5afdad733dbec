/** @returns microseconds, rounded, so that the time of a line, which is shown in ms, finds that very line. */
export function microseconds(ms: number): number {
  return Math.round(ms * 1000);
}
