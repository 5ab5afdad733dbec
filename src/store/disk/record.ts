/**
 * What a log file consists of: records, one after the other. All numbers are little-endian.
 *
 * ```
 *  0  magic      u32   "pomR"
 *  4  length     u32   of the whole record, bytes; a multiple of 4
 *  8  checksum   u32   CRC-32 of everything that follows
 * 12  kind       u32   1: the name of a process, 2: a block of lines, 3: the index of the file
 * 16  process    u32   a number that stands for the process in this file
 * 20  payload    u32   bytes that count of what follows the header
 * 24  run        u32   ┐
 * 28  lines      u32   │ of a block
 * 32  base id    f64   │
 * 40  base time  f64   ┘ microseconds since the epoch
 * 48  name │ meta (12 bytes a line), text │ index      then zeros up to a multiple of 4
 * ```
 *
 * A record that was not written to its end, or was changed since, does not have its checksum: what is before it counts.
 */
import { crc32 } from 'node:zlib';
import { Block, type BlockHeader } from '../block.ts';

export type RecordKind = 'name' | 'block' | 'index';

/** What precedes the payload of a record. */
export interface RecordHeader {
  readonly kind: RecordKind;
  /** Of the whole record, bytes. */
  readonly length: number;
  readonly processId: number;
  readonly payloadBytes: number;
  readonly run: number;
  readonly lineCount: number;
  readonly baseId: number;
  readonly baseTimeUs: number;
}

export const HEADER_BYTES = 48;

/** No record is longer: a longer length is nonsense. A block has at most one line of 2^28 bytes. */
const MAX_RECORD_BYTES = 2 ** 29;

const MAGIC = 0x526d_6f70;
const META_BYTES = 12;
const KINDS: readonly RecordKind[] = ['name', 'block', 'index'];

/** Tells which process a number stands for in the records that follow. */
export function nameRecord(processId: number, name: string): Buffer {
  const payload = Buffer.from(name);
  const record = Buffer.alloc(paddedLength(payload.length));
  payload.copy(record, HEADER_BYTES);
  return seal(record, 'name', processId, payload.length);
}

/** The lines of a block, under the number of its process. */
export function blockRecord(block: Block, processId: number): Buffer {
  const { meta, lineCount } = block;
  const text = block.text(lineCount);
  const payloadBytes = meta.byteLength + text.length;
  const record = Buffer.allocUnsafeSlow(paddedLength(payloadBytes));
  record.fill(0, HEADER_BYTES + payloadBytes);
  Buffer.from(meta.buffer, meta.byteOffset, meta.byteLength).copy(record, HEADER_BYTES);
  text.copy(record, HEADER_BYTES + meta.byteLength);
  record.writeUInt32LE(block.run, 24);
  record.writeUInt32LE(lineCount, 28);
  record.writeDoubleLE(block.baseId, 32);
  record.writeDoubleLE(block.baseTimeUs, 40);
  return seal(record, 'block', processId, payloadBytes);
}

/** What is in a file, so that it need not be read to know; see `segment-index.ts`. */
export function indexRecord(text: string): Buffer {
  const payload = Buffer.from(text);
  const record = Buffer.alloc(paddedLength(payload.length));
  payload.copy(record, HEADER_BYTES);
  return seal(record, 'index', 0, payload.length);
}

/**
 * @param bytes begins with a header.
 * @returns null when that is not one.
 */
export function readHeader(bytes: Buffer): RecordHeader | null {
  if (bytes.length < HEADER_BYTES || bytes.readUInt32LE(0) !== MAGIC) return null;
  const length = bytes.readUInt32LE(4);
  const kind = KINDS[bytes.readUInt32LE(12) - 1];
  const payloadBytes = bytes.readUInt32LE(20);
  const lineCount = bytes.readUInt32LE(28);
  if (kind === undefined || length !== paddedLength(payloadBytes) || length > MAX_RECORD_BYTES) return null;
  if (kind === 'block' && (lineCount === 0 || lineCount * META_BYTES > payloadBytes)) return null;
  return {
    kind,
    length,
    processId: bytes.readUInt32LE(16),
    payloadBytes,
    run: bytes.readUInt32LE(24),
    lineCount,
    baseId: bytes.readDoubleLE(32),
    baseTimeUs: bytes.readDoubleLE(40),
  };
}

/** Whether the record is as it was written. */
export function isIntact(record: Buffer): boolean {
  return record.readUInt32LE(8) === crc32(record.subarray(12));
}

/** What a name or an index says. */
export function textOfRecord(record: Buffer, { payloadBytes }: RecordHeader): string {
  return record.toString('utf8', HEADER_BYTES, HEADER_BYTES + payloadBytes);
}

/** The block of an intact record. @param record kept by the block, and not to be written to. */
export function blockOfRecord(
  record: Buffer,
  { lineCount, payloadBytes, run, baseId, baseTimeUs }: RecordHeader,
  identity: Pick<BlockHeader, 'processId' | 'sessionId'>,
): Block {
  const metaEnd = HEADER_BYTES + lineCount * META_BYTES;
  // A copy, because numbers of four bytes must lie at multiples of four.
  const meta = new Uint32Array(lineCount * (META_BYTES / 4));
  Buffer.from(meta.buffer).set(record.subarray(HEADER_BYTES, metaEnd));
  const text = record.subarray(metaEnd, HEADER_BYTES + payloadBytes);
  return Block.restore({ ...identity, run, baseId, baseTimeUs }, text, meta);
}

function paddedLength(payloadBytes: number): number {
  return HEADER_BYTES + Math.ceil(payloadBytes / 4) * 4;
}

function seal(record: Buffer, kind: RecordKind, processId: number, payloadBytes: number): Buffer {
  record.writeUInt32LE(MAGIC, 0);
  record.writeUInt32LE(record.length, 4);
  record.writeUInt32LE(KINDS.indexOf(kind) + 1, 12);
  record.writeUInt32LE(processId, 16);
  record.writeUInt32LE(payloadBytes, 20);
  if (kind !== 'block') record.fill(0, 24, HEADER_BYTES);
  record.writeUInt32LE(crc32(record.subarray(12)), 8);
  return record;
}
