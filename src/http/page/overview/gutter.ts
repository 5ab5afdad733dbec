/** Left of the axis, where the names and the units are, CSS pixels: the same for all that share it. */
export function gutterOf(width: number): number {
  return width < 600 ? 64 : 96;
}

/** Right of the axis, so that what happens now is not cut off. */
export const RIGHT_MARGIN = 8;

/** What is left for the axis. */
export function axisWidth(width: number): number {
  return Math.max(1, width - gutterOf(width) - RIGHT_MARGIN);
}
