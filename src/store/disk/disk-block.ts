import type { Block } from '../block.ts';
import type { StoredBlock } from '../stored-block.ts';
import type { Frame } from './frame.ts';
import { blockOfRecord, readHeader } from './record.ts';
import type { Segment } from './segment.ts';

/** Where the record of a block is. */
export interface Place {
  readonly segment: Segment;
  /** The frame of the segment that it is packed into; null: it is not packed. */
  readonly frame: Frame | null;
  /** In the segment; in the unpacked frame, when it is packed. */
  readonly offset: number;
  /** Of the whole record, bytes. */
  readonly length: number;
}

/** What is known of a block without reading it. */
export interface DiskBlockFacts {
  readonly processId: number;
  readonly sessionId: number;
  readonly run: number;
  readonly baseId: number;
  readonly lastId: number;
  readonly baseTimeUs: number;
  readonly latestTimeUs: number;
  readonly lineCount: number;
  /** How many lines its process had printed before. */
  readonly linesBefore: number;
  /** Of the lines, without their newlines. */
  readonly payloadBytes: number;
}

/** A block that is on disk, or on its way there: until it has arrived it is kept in memory. */
export class DiskBlock implements StoredBlock, DiskBlockFacts {
  readonly processId: number;
  readonly sessionId: number;
  readonly run: number;
  readonly baseId: number;
  readonly lastId: number;
  readonly baseTimeUs: number;
  readonly latestTimeUs: number;
  readonly lineCount: number;
  readonly linesBefore: number;
  readonly payloadBytes: number;
  #where: Block | Place;

  constructor(facts: DiskBlockFacts, where: Block | Place) {
    this.processId = facts.processId;
    this.sessionId = facts.sessionId;
    this.run = facts.run;
    this.baseId = facts.baseId;
    this.lastId = facts.lastId;
    this.baseTimeUs = facts.baseTimeUs;
    this.latestTimeUs = facts.latestTimeUs;
    this.lineCount = facts.lineCount;
    this.linesBefore = facts.linesBefore;
    this.payloadBytes = facts.payloadBytes;
    this.#where = where;
  }

  /** Null while it has not arrived. */
  get place(): Place | null {
    return 'segment' in this.#where ? this.#where : null;
  }

  /** It has arrived, or has moved: from now on it is read from there. */
  arriveAt(place: Place): void {
    this.#where = place;
  }

  load(): Block | null {
    if (!('segment' in this.#where)) return this.#where;
    const { segment, frame, offset, length } = this.#where;
    const record = (frame ?? segment).read(offset, length);
    const header = record === null ? null : readHeader(record);
    return record === null || header?.kind !== 'block' ? null : blockOfRecord(record, header, this);
  }
}

/** What a block that no longer grows says of itself. */
export function factsOf(block: Block): DiskBlockFacts {
  const { processId, sessionId, run, baseId, baseTimeUs, latestTimeUs, lineCount, linesBefore, payloadBytes } = block;
  const times = { baseTimeUs, latestTimeUs };
  const lastId = block.idAt(lineCount - 1);
  return { processId, sessionId, run, baseId, lastId, ...times, lineCount, linesBefore, payloadBytes };
}
