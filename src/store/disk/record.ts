/**
 * What a log file consists of: records, one after the other. All numbers are little-endian.
 *
 * ```
 *  0  magic      u32   "pomS"
 *  4  length     u32   of the whole record, bytes
 *  8  checksum   u32   CRC-32 of everything that follows
 * 12  kind       u32   1: the name of a process, 2: a block of lines, 3: the index of the file, 4: a frame
 * 16  process    u32   a number that stands for the process in this file
 * 20  zero       u32
 * 24  run        u32   ┐                 of a frame: how many bytes it has when it is unpacked
 * 28  lines      u32   │ of a block
 * 32  base id    f64   │
 * 40  base time  f64   ┘ microseconds since the epoch
 * 48  before     f64   how many lines the process had printed before; with a name, before what follows in the file
 * 56  name │ meta (12 bytes a line), text │ index │ records, deflated
 * ```
 *
 * A record that was not written to its end, or was changed since, does not have its checksum: what is before it counts.
 */
import { crc32 } from 'node:zlib';
import { Block, type BlockHeader } from '../block.ts';

export type RecordKind = 'name' | 'block' | 'index' | 'frame';

/** A record in pieces, to be written one after the other: large ones are not copied for it. */
export interface RecordBytes {
  readonly length: number;
  readonly pieces: readonly Buffer[];
}

/** A process in a file. */
export interface NamedProcess {
  readonly name: string;
  /** How many lines it had printed before those that the file has of it. */
  readonly linesBefore: number;
}

/** What precedes the payload of a record. */
export interface RecordHeader {
  readonly kind: RecordKind;
  /** Of the whole record, bytes. */
  readonly length: number;
  readonly processId: number;
  readonly run: number;
  readonly lineCount: number;
  readonly baseId: number;
  readonly baseTimeUs: number;
  readonly linesBefore: number;
  /** Of a frame, once it is unpacked; else 0. */
  readonly unpackedBytes: number;
}

/** A record and where it is. */
export interface PlacedRecord {
  readonly header: RecordHeader;
  readonly offset: number;
  /** The whole record. */
  readonly bytes: Buffer;
}

export const HEADER_BYTES = 56;

/** No record is longer: a longer length is nonsense. A block has at most one line of 2^28 bytes. */
const MAX_RECORD_BYTES = 2 ** 29;

const MAGIC = 0x536d_6f70;
const META_BYTES = 12;
const KINDS: readonly RecordKind[] = ['name', 'block', 'index', 'frame'];

/** Tells which process a number stands for in the records that follow, and how many lines of it precede them. */
export function nameRecord(processId: number, { name, linesBefore }: NamedProcess): RecordBytes {
  return textRecord('name', processId, name, linesBefore);
}

/** What is in a file, so that it need not be read to know; see `segment-index.ts`. */
export function indexRecord(text: string): RecordBytes {
  return textRecord('index', 0, text, 0);
}

/** The lines of a block that no longer grows, under the number of its process. Its text is not copied. */
export function blockRecord(block: Block, processId: number): RecordBytes {
  const { meta, lineCount } = block;
  const text = block.text(lineCount);
  const head = Buffer.allocUnsafe(HEADER_BYTES + meta.byteLength);
  head.writeUInt32LE(block.run, 24);
  head.writeUInt32LE(lineCount, 28);
  head.writeDoubleLE(block.baseId, 32);
  head.writeDoubleLE(block.baseTimeUs, 40);
  head.writeDoubleLE(block.linesBefore, 48);
  head.set(new Uint8Array(meta.buffer, meta.byteOffset, meta.byteLength), HEADER_BYTES);
  return seal(head, text, 'block', processId);
}

/** Records that lie side by side, deflated; see `frame.ts`. @param unpackedBytes how long they are when they are not. */
export function frameRecord(deflated: Buffer, unpackedBytes: number): RecordBytes {
  const head = Buffer.alloc(HEADER_BYTES);
  head.writeUInt32LE(unpackedBytes, 24);
  return seal(head, deflated, 'frame', 0);
}

function textRecord(kind: RecordKind, processId: number, text: string, linesBefore: number): RecordBytes {
  const head = Buffer.alloc(HEADER_BYTES);
  head.writeDoubleLE(linesBefore, 48);
  return seal(head, Buffer.from(text), kind, processId);
}

/** Fills in what every header has. */
function seal(head: Buffer, rest: Buffer, kind: RecordKind, processId: number): RecordBytes {
  const length = head.length + rest.length;
  head.writeUInt32LE(MAGIC, 0);
  head.writeUInt32LE(length, 4);
  head.writeUInt32LE(KINDS.indexOf(kind) + 1, 12);
  head.writeUInt32LE(processId, 16);
  head.writeUInt32LE(0, 20);
  head.writeUInt32LE(crc32(rest, crc32(head.subarray(12))), 8);
  return { length, pieces: [head, rest] };
}

/**
 * @param bytes begins with a header.
 * @returns null when that is not one.
 */
export function readHeader(bytes: Buffer): RecordHeader | null {
  if (bytes.length < HEADER_BYTES || bytes.readUInt32LE(0) !== MAGIC) return null;
  const length = bytes.readUInt32LE(4);
  const kind = KINDS[bytes.readUInt32LE(12) - 1];
  const lineCount = bytes.readUInt32LE(28);
  if (kind === undefined || length < HEADER_BYTES || length > MAX_RECORD_BYTES) return null;
  if (kind === 'block' && (lineCount === 0 || HEADER_BYTES + lineCount * META_BYTES > length)) return null;
  return {
    kind,
    length,
    processId: bytes.readUInt32LE(16),
    run: bytes.readUInt32LE(24),
    lineCount,
    baseId: bytes.readDoubleLE(32),
    baseTimeUs: bytes.readDoubleLE(40),
    linesBefore: bytes.readDoubleLE(48),
    unpackedBytes: kind === 'frame' ? bytes.readUInt32LE(24) : 0,
  };
}

/** The records that lie side by side in `bytes`, up to the first that is not whole, or not as it was written. */
export function* recordsIn(bytes: Buffer): Generator<PlacedRecord, void, void> {
  for (let offset = 0; offset < bytes.length; ) {
    const header = readHeader(bytes.subarray(offset));
    if (header === null || offset + header.length > bytes.length) return;
    const record = bytes.subarray(offset, offset + header.length);
    if (!isIntact(record)) return;
    yield { header, offset, bytes: record };
    offset += header.length;
  }
}

/** Whether the record is as it was written. */
export function isIntact(record: Buffer): boolean {
  return record.readUInt32LE(8) === crc32(record.subarray(12));
}

/** What a name or an index says. */
export function textOfRecord(record: Buffer): string {
  return record.toString('utf8', HEADER_BYTES);
}

/** The block of an intact record. @param record kept by the block, and not to be written to. */
export function blockOfRecord(
  record: Buffer,
  { lineCount, run, baseId, baseTimeUs, linesBefore }: RecordHeader,
  identity: Pick<BlockHeader, 'processId' | 'sessionId'>,
): Block {
  const metaEnd = HEADER_BYTES + lineCount * META_BYTES;
  // A copy, because numbers of four bytes must lie at multiples of four.
  const meta = new Uint32Array(lineCount * (META_BYTES / 4));
  Buffer.from(meta.buffer).set(record.subarray(HEADER_BYTES, metaEnd));
  const text = record.subarray(metaEnd);
  return Block.restore({ ...identity, run, baseId, baseTimeUs, linesBefore }, text, meta);
}
