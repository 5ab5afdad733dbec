import { partitionPoint } from '../../util/partition-point.ts';
import type { MissingLines } from '../snapshot.ts';
import type { DiskBlock } from './disk-block.ts';

/** The blocks of one process that are on disk, or on their way there, oldest first: its history. */
export class History {
  /** Replaced, never changed, once a snapshot has it. */
  #blocks: DiskBlock[] = [];
  #isShared = false;
  /** Ids of the process's lines up to this one are in the history, or were. */
  #lastId = 0;

  get lastId(): number {
    return this.#lastId;
  }

  /** The oldest block that is still on its way: what is before it is in the log files, and so is everything when it is null. */
  get underWay(): DiskBlock | null {
    // Blocks arrive in their order, and a disk that works owes few of them.
    let first: DiskBlock | null = null;
    for (let index = this.#blocks.length - 1; index >= 0; index -= 1) {
      const block = this.#blocks[index];
      if (block === undefined || block.place !== null) break;
      first = block;
    }
    return first;
  }

  /** Adds a block whose ids are greater than all before. */
  add(block: DiskBlock): void {
    if (this.#isShared) this.#blocks = this.#blocks.slice();
    this.#isShared = false;
    this.#blocks.push(block);
    this.#lastId = block.lastId;
  }

  /** Forgets the blocks of a file that was removed. @param file absolute. */
  forget(file: string): void {
    this.#forget((block) => {
      const { segment } = block.place ?? {};
      if (segment?.path !== file) return false;
      segment.close();
      return true;
    });
  }

  /** Forgets a block that will not arrive. */
  giveUp(lost: DiskBlock): void {
    this.#forget((block) => block === lost);
  }

  /** Those whose ids are all less than `id`. The array is not changed any more. */
  before(id: number): readonly DiskBlock[] {
    this.#isShared = true;
    if ((this.#blocks.at(-1)?.lastId ?? 0) < id) return this.#blocks;
    return this.#blocks.slice(0, this.#firstReaching(id));
  }

  #forget(isLost: (block: DiskBlock) => boolean): void {
    this.#blocks = this.#blocks.filter((block) => !isLost(block));
    this.#isShared = false;
  }

  #firstReaching(id: number): number {
    return partitionPoint(this.#blocks.length, (index) => (this.#blocks[index]?.lastId ?? 0) < id);
  }
}

/** Lines that memory no longer has, less those that are on disk. */
export class MissingFromBoth implements MissingLines {
  readonly #evicted: MissingLines;
  readonly #onDisk: readonly DiskBlock[];

  /** @param onDisk the blocks on disk that are not in memory, oldest first. */
  constructor(evicted: MissingLines, onDisk: readonly DiskBlock[]) {
    this.#evicted = evicted;
    this.#onDisk = onDisk;
  }

  countBetween(after: number, upTo: number): number {
    const evicted = this.#evicted.countBetween(after, upTo);
    if (evicted === 0) return 0;
    let found = 0;
    for (const block of this.#onDisk) {
      if (block.lastId <= after || block.baseId > upTo) continue;
      found += block.baseId > after && block.lastId <= upTo ? block.lineCount : linesWithin(block, after, upTo);
    }
    return Math.max(0, evicted - found);
  }
}

/** How many lines of a block that lies across an edge have ids in `(after, upTo]`. */
function linesWithin(stored: DiskBlock, after: number, upTo: number): number {
  const block = stored.load();
  if (block === null) return 0;
  const { lineCount } = block;
  return block.indexOfId(upTo + 1, lineCount) - block.indexOfId(after + 1, lineCount);
}
