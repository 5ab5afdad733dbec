/**
 * Where the first part of a sequence ends: the index of the first element that `isBefore` does not hold for, `length`
 * when it holds for all.
 *
 * @param length of a sequence in which nothing that `isBefore` holds for comes after something that it does not hold for.
 */
export function partitionPoint(length: number, isBefore: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
