import type { DiskBlock, Place } from './disk-block.ts';
import { FRAME_BYTES, Frame, packed } from './frame.ts';
import type { FrameCache } from './frame-cache.ts';
import type { FinishedFile } from './log-writer.ts';
import { recordsIn } from './record.ts';
import { Segment } from './segment.ts';
import { freshPath } from './segment-files.ts';
import { segmentIndex, segmentTrailer } from './segment-index.ts';
import type { WritableFile, WritableFiles } from './writable-files.ts';

export interface PackOptions {
  readonly files: WritableFiles;
  /** Of whoever reads the blocks. */
  readonly cache: FrameCache;
  /** Asked before each frame: resolves when it is time for it; to false: not any more. */
  readonly mayGoOn: () => Promise<boolean>;
}

/**
 * Writes a finished file anew, packed, and puts it in the place of the old one in a single step: whoever opens the file
 * finds the one or the other, whole, whenever this is killed. Its blocks are read from the new file from then on.
 *
 * The old file stays when anything is not as it should be, and when the new one would not be smaller.
 */
export async function packFile(file: FinishedFile, options: PackOptions): Promise<void> {
  const { path } = file.segment;
  const fresh = freshPath(path);
  const { files } = options;
  let target: WritableFile | null = null;
  try {
    await files.remove(fresh);
    target = await files.create(fresh);
    const copy = await copyPacked(file, target, options);
    // Who has removed the file does not want it back.
    if (copy === null || copy.size >= file.segment.size || file.segment.isRemoved) return;
    await target.sync();
    // Until its blocks have moved, which is a moment after this, they are read from the old file, which is open.
    await files.rename(fresh, path);
    // It was removed in the meantime, and came back.
    if (file.segment.isClosed) await files.remove(path);
    for (const { block, place } of copy.moves) block.arriveAt(place);
    file.segment.close();
  } catch {
    // What is written there is well as it is; whoever writes new lines says so if the disk does not work.
  } finally {
    await target?.close().catch(() => undefined);
    await files.remove(fresh).catch(() => undefined);
  }
}

/** Where a block is when the new file has taken the place of the old one. */
interface Move {
  readonly block: DiskBlock;
  readonly place: Place;
}

interface PackedCopy {
  readonly moves: readonly Move[];
  readonly size: number;
}

/** @returns null when it is not to be finished, or the file is not as it was written. @throws what the file system says. */
async function copyPacked(
  { segment: source, names, blocks }: FinishedFile,
  target: WritableFile,
  { cache, mayGoOn }: PackOptions,
): Promise<PackedCopy | null> {
  const segment = new Segment(source.path);
  segment.settle();
  const moves: Move[] = [];
  let size = 0;
  let from = 0;
  const append = async (pieces: readonly Buffer[]): Promise<void> => {
    await target.write(pieces, size);
    for (const { length } of pieces) size += length;
  };
  for (const group of groupsOf(blocks)) {
    if (!(await mayGoOn())) return null;
    const records = source.bytes(from, endOf(group.at(-1)) - from);
    if (records === null || !isIntactThroughout(records)) return null;
    const frame = await packed(records);
    const packedInto = frame === null ? null : new Frame(segment, size, frame.length, cache);
    const shift = packedInto === null ? size - from : -from;
    for (const block of group) {
      const { offset, length } = block.place ?? NOWHERE;
      moves.push({ block, place: { segment, frame: packedInto, offset: offset + shift, length } });
    }
    await append(frame?.pieces ?? [records]);
    from += records.length;
  }
  const index = segmentIndex(names, moves);
  const plain = Buffer.concat(index.pieces);
  const frame = await packed(plain);
  await append([...(frame?.pieces ?? [plain]), segmentTrailer(frame?.length ?? plain.length)]);
  return { moves, size };
}

const NOWHERE = { offset: 0, length: 0 };

/** The blocks of a file, a frame at a time. */
function* groupsOf(blocks: readonly DiskBlock[]): Generator<readonly DiskBlock[], void, void> {
  let group: DiskBlock[] = [];
  let end = 0;
  for (const block of blocks) {
    const start = group[0]?.place?.offset ?? end;
    if (group.length > 0 && endOf(block) - start > FRAME_BYTES) {
      yield group;
      group = [];
    }
    group.push(block);
    end = endOf(block);
  }
  if (group.length > 0) yield group;
}

function endOf(block: DiskBlock | undefined): number {
  const { offset, length } = block?.place ?? NOWHERE;
  return offset + length;
}

function isIntactThroughout(records: Buffer): boolean {
  let end = 0;
  for (const { header, offset } of recordsIn(records)) end = offset + header.length;
  return end === records.length;
}
