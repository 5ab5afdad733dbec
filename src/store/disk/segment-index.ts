import { DiskBlock, factsOf } from './disk-block.ts';
import { blockOfRecord, indexRecord, readHeader, textOfRecord } from './record.ts';
import type { Segment } from './segment.ts';

/** What a file holds: names of processes by their numbers in this file, and its blocks in the order of the file. */
export interface SegmentContents {
  readonly names: ReadonlyMap<number, string>;
  readonly blocks: readonly DiskBlock[];
}

/** The last bytes of a finished file: a magic number and the length of the index record that is before them. */
const TRAILER_BYTES = 8;
const TRAILER_MAGIC = 0x586d_6f70;

/** The end of a finished file. @param blocks all of them have arrived in it. */
export function segmentEnd({ names, blocks }: SegmentContents): Buffer {
  const rows = blocks.map((block) => [
    block.processId,
    block.run,
    block.baseId,
    block.lastId,
    block.baseTimeUs,
    block.latestTimeUs,
    block.lineCount,
    block.payloadBytes,
    block.place?.offset ?? 0,
    block.place?.length ?? 0,
  ]);
  const record = indexRecord(JSON.stringify({ names: [...names], blocks: rows }));
  const trailer = Buffer.alloc(TRAILER_BYTES);
  trailer.writeUInt32LE(TRAILER_MAGIC, 0);
  trailer.writeUInt32LE(record.length, 4);
  return Buffer.concat([...record.pieces, trailer]);
}

/** What a file holds: by its index when it was finished, else by looking at every record up to a broken one. */
export function contentsOf(segment: Segment, sessionId: number): SegmentContents {
  return finishedContents(segment, sessionId) ?? scannedContents(segment, sessionId);
}

function finishedContents(segment: Segment, sessionId: number): SegmentContents | null {
  const { size } = segment;
  const trailer = size < TRAILER_BYTES ? null : segment.bytes(size - TRAILER_BYTES, TRAILER_BYTES);
  if (trailer === null || trailer.readUInt32LE(0) !== TRAILER_MAGIC) return null;
  const length = trailer.readUInt32LE(4);
  if (length > size - TRAILER_BYTES) return null;
  const record = segment.read(size - TRAILER_BYTES - length, length);
  const header = record === null ? null : readHeader(record);
  if (record === null || header?.kind !== 'index') return null;
  // The checksum says that we wrote it.
  const { names, blocks } = JSON.parse(textOfRecord(record)) as IndexText;
  return {
    names: new Map(names),
    blocks: blocks.map(([processId, run, baseId, lastId, baseTimeUs, latestTimeUs, lineCount, payloadBytes, ...at]) => {
      const facts = { processId, sessionId, run, baseId, lastId, baseTimeUs, latestTimeUs, lineCount, payloadBytes };
      return new DiskBlock(facts, { segment, offset: at[0], length: at[1] });
    }),
  };
}

interface IndexText {
  readonly names: readonly (readonly [number, string])[];
  readonly blocks: readonly (readonly [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ])[];
}

function scannedContents(segment: Segment, sessionId: number): SegmentContents {
  const names = new Map<number, string>();
  const blocks: DiskBlock[] = [];
  for (const { header, offset, bytes } of segment.records()) {
    if (header.kind === 'name') names.set(header.processId, textOfRecord(bytes));
    if (header.kind !== 'block') continue;
    const { processId, length } = header;
    const facts = factsOf(blockOfRecord(bytes, header, { processId, sessionId }));
    blocks.push(new DiskBlock(facts, { segment, offset, length }));
  }
  return { names, blocks };
}
