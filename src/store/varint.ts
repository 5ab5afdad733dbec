/**
 * Non-negative integers up to 2^53 in as few bytes as they need: seven bits in each, the low ones first, the top bit
 * set in all but the last.
 */

/** Writes `value` at `position`. @returns the position after it. */
export function appendVarint(bytes: Uint8Array, position: number, value: number): number {
  let rest = value;
  let at = position;
  for (; rest >= 128; at += 1) {
    bytes[at] = (rest % 128) + 128;
    rest = Math.floor(rest / 128);
  }
  bytes[at] = rest;
  return at + 1;
}

export interface VarintReader {
  readonly bytes: Uint8Array;
  /** Where the next number begins. */
  position: number;
}

export function readVarint(reader: VarintReader): number {
  let value = 0;
  let factor = 1;
  for (;;) {
    const byte = reader.bytes[reader.position] ?? 0;
    reader.position += 1;
    value += (byte % 128) * factor;
    if (byte < 128) return value;
    factor *= 128;
  }
}
