/**
 * Packed log files: records that lie side by side are deflated together, 256 KiB at a time, which is far smaller than
 * each by itself and still little to unpack for whoever wants one of them.
 *
 * ```
 *  frame    [ header │ ▒▒▒▒▒▒▒▒▒▒▒▒▒▒ ]            its checksum is that of the deflated bytes
 *                      └ inflated: [ name ][ block ][ block ][ block ] …
 * ```
 */
import { promisify } from 'node:util';
import { deflateRaw, inflateRawSync } from 'node:zlib';
import type { FrameCache } from './frame-cache.ts';
import { frameRecord, HEADER_BYTES, type RecordBytes, readHeader } from './record.ts';
import type { Segment } from './segment.ts';

/** So much is packed together; a record that is longer is alone. */
export const FRAME_BYTES = 256 * 1024;

/** What is longer than this is not packed: whoever reads it would wait for too long. */
export const MAX_UNPACKED_BYTES = 1024 * 1024;

/** Level 6 makes a seventh less of it and takes up to twice the time (`test/bench/store-compression.ts`). */
const LEVEL = 1;

const deflate = promisify(deflateRaw);

/**
 * A frame of records, made on the threads that Node keeps for it.
 *
 * @param records not to be changed meanwhile.
 * @returns null when it is not worth it: the frame would not be shorter, or they are too long.
 */
export async function packed(records: Buffer): Promise<RecordBytes | null> {
  if (records.length > MAX_UNPACKED_BYTES) return null;
  const frame = frameRecord(await deflate(records, { level: LEVEL }), records.length);
  return frame.length < records.length ? frame : null;
}

/** The records in a frame. @param frame an intact record. @returns null when they are not what they should be. */
export function unpacked(frame: Buffer): Buffer | null {
  const { unpackedBytes } = readHeader(frame) ?? { unpackedBytes: 0 };
  if (unpackedBytes === 0 || unpackedBytes > MAX_UNPACKED_BYTES) return null;
  try {
    // One buffer, with a byte to spare so that zlib does not ask for another, and no more than that, whatever is in there.
    const limits = { chunkSize: Math.max(unpackedBytes + 1, LEAST_CHUNK_BYTES), maxOutputLength: unpackedBytes };
    const records = inflateRawSync(frame.subarray(HEADER_BYTES), limits);
    return records.length === unpackedBytes ? records : null;
  } catch {
    return null;
  }
}

/** What `node:zlib` accepts. */
const LEAST_CHUNK_BYTES = 64;

/** A frame in a log file, whose records are read as those of the file are; it is unpacked when somebody looks. */
export class Frame {
  /** In the file, of the whole record. */
  readonly offset: number;
  readonly length: number;
  readonly #segment: Segment;
  readonly #cache: FrameCache;

  constructor(segment: Segment, offset: number, length: number, cache: FrameCache) {
    this.#segment = segment;
    this.offset = offset;
    this.length = length;
    this.#cache = cache;
  }

  /** The record at `offset` of the unpacked frame, whole; null when the frame is not as it was written, or gone. */
  read(offset: number, length: number): Buffer | null {
    const records = this.#cache.get(this) ?? this.#unpack();
    // No checksum of its own: that of the frame says that it is what was packed.
    return records === null || offset + length > records.length ? null : records.subarray(offset, offset + length);
  }

  #unpack(): Buffer | null {
    const frame = this.#segment.read(this.offset, this.length);
    const records = frame === null || readHeader(frame)?.kind !== 'frame' ? null : unpacked(frame);
    if (records !== null) this.#cache.add(this, records);
    return records;
  }
}
