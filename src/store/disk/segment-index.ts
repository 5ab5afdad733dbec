import { DiskBlock, type DiskBlockFacts, factsOf, type Place } from './disk-block.ts';
import { Frame, unpacked } from './frame.ts';
import type { FrameCache } from './frame-cache.ts';
import {
  blockOfRecord,
  indexRecord,
  type NamedProcess,
  type PlacedRecord,
  type RecordBytes,
  readHeader,
  recordsIn,
  textOfRecord,
} from './record.ts';
import type { Segment } from './segment.ts';

/** What a file holds: names of processes by their numbers in this file, and its blocks in the order of the file. */
export interface SegmentContents {
  readonly names: ReadonlyMap<number, NamedProcess>;
  readonly blocks: readonly DiskBlock[];
}

/** A block and where it is in the file that the index is for. */
export interface IndexedBlock {
  readonly block: DiskBlockFacts;
  readonly place: Place;
}

/** The last bytes of a finished file: a magic number and the length of the index, or of the frame it is in, before them. */
const TRAILER_BYTES = 8;
const TRAILER_MAGIC = 0x586d_6f70;

/** What a file holds, as the last record but for the trailer. @param blocks in the order of the file. */
export function segmentIndex(names: ReadonlyMap<number, NamedProcess>, blocks: readonly IndexedBlock[]): RecordBytes {
  const frames = [...new Set(blocks.flatMap(({ place }) => place.frame ?? []))];
  const numbers = new Map(frames.map((frame, number) => [frame, number]));
  const rows = blocks.map(({ block, place: { frame, offset, length } }): IndexRow => {
    const { processId, run, baseId, lastId, baseTimeUs, latestTimeUs, lineCount, linesBefore, payloadBytes } = block;
    const lines = [lineCount, linesBefore, payloadBytes] as const;
    return [
      processId,
      run,
      baseId,
      lastId,
      baseTimeUs,
      latestTimeUs,
      ...lines,
      offset,
      length,
      frame === null ? NOT_PACKED : (numbers.get(frame) ?? NOT_PACKED),
    ];
  });
  const text: IndexText = {
    names: [...names],
    frames: frames.map(({ offset, length }) => [offset, length]),
    blocks: rows,
  };
  return indexRecord(JSON.stringify(text));
}

/** The end of a finished file. @param indexBytes how long the record before it is. */
export function segmentTrailer(indexBytes: number): Buffer {
  const trailer = Buffer.alloc(TRAILER_BYTES);
  trailer.writeUInt32LE(TRAILER_MAGIC, 0);
  trailer.writeUInt32LE(indexBytes, 4);
  return trailer;
}

/**
 * What a file holds: by its index when it was finished, else by looking at every record up to a broken one.
 *
 * @param cache of whoever reads the blocks.
 */
export function contentsOf(segment: Segment, sessionId: number, cache: FrameCache): SegmentContents {
  return finishedContents(segment, sessionId, cache) ?? scannedContents(segment, sessionId, cache);
}

function finishedContents(segment: Segment, sessionId: number, cache: FrameCache): SegmentContents | null {
  const record = indexIn(segment);
  if (record === null) return null;
  // The checksum says that we wrote it.
  const { names, frames, blocks } = JSON.parse(textOfRecord(record)) as IndexText;
  if (frames.length > 0) segment.settle();
  const framesByNumber = frames.map(([offset, length]) => new Frame(segment, offset, length, cache));
  return {
    names: new Map(names),
    blocks: blocks.map(([processId, run, baseId, lastId, baseTimeUs, latestTimeUs, ...rest]) => {
      const [lineCount, linesBefore, payloadBytes, offset, length, number] = rest;
      const times = { baseTimeUs, latestTimeUs };
      const facts = { processId, sessionId, run, baseId, lastId, ...times, lineCount, linesBefore, payloadBytes };
      return new DiskBlock(facts, { segment, frame: framesByNumber[number] ?? null, offset, length });
    }),
  };
}

/** The index record; null when the file was not finished. */
function indexIn(segment: Segment): Buffer | null {
  const { size } = segment;
  const trailer = size < TRAILER_BYTES ? null : segment.bytes(size - TRAILER_BYTES, TRAILER_BYTES);
  if (trailer === null || trailer.readUInt32LE(0) !== TRAILER_MAGIC) return null;
  const length = trailer.readUInt32LE(4);
  if (length > size - TRAILER_BYTES) return null;
  const last = segment.read(size - TRAILER_BYTES - length, length);
  const isPacked = last !== null && readHeader(last)?.kind === 'frame';
  const record = isPacked ? unpacked(last) : last;
  return record !== null && readHeader(record)?.kind === 'index' ? record : null;
}

interface IndexText {
  readonly names: readonly (readonly [number, NamedProcess])[];
  /** Offsets and lengths. */
  readonly frames: readonly (readonly [number, number])[];
  readonly blocks: readonly IndexRow[];
}

type IndexRow = readonly [
  processId: number,
  run: number,
  baseId: number,
  lastId: number,
  baseTimeUs: number,
  latestTimeUs: number,
  lineCount: number,
  linesBefore: number,
  payloadBytes: number,
  offset: number,
  length: number,
  /** Which of the frames. */
  frame: number,
];

const NOT_PACKED = -1;

function scannedContents(segment: Segment, sessionId: number, cache: FrameCache): SegmentContents {
  const names = new Map<number, NamedProcess>();
  const blocks: DiskBlock[] = [];
  const take = ({ header, offset, bytes }: PlacedRecord, frame: Frame | null): void => {
    const { processId, linesBefore, length } = header;
    if (header.kind === 'name') names.set(processId, { name: textOfRecord(bytes), linesBefore });
    if (header.kind !== 'block') return;
    const facts = factsOf(blockOfRecord(bytes, header, { processId, sessionId }));
    blocks.push(new DiskBlock(facts, { segment, frame, offset, length }));
  };
  for (const record of segment.records()) {
    if (record.header.kind !== 'frame') {
      take(record, null);
      continue;
    }
    const frame = new Frame(segment, record.offset, record.header.length, cache);
    for (const inner of recordsIn(unpacked(record.bytes) ?? NOTHING)) take(inner, frame);
  }
  return { names, blocks };
}

const NOTHING = Buffer.alloc(0);
