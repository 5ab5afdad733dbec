import type { Clock } from '../model/clock.ts';
import { ProcessForest } from './process-forest.ts';
import type { ProcessTableEntry } from './process-table.ts';

/** Those who ask within this time share one look at the process table. */
const SWEEP_EVERY_MS = 500;

/** Resident memory of process trees. Nothing is measured while nobody asks. */
export class TreeMemory {
  readonly #clock: Clock;
  readonly #readTable: () => readonly ProcessTableEntry[];
  #sweptAt: number | null = null;
  #forest = new ProcessForest([]);

  constructor(clock: Clock, readTable: () => readonly ProcessTableEntry[]) {
    this.#clock = clock;
    this.#readTable = readTable;
  }

  /** In bytes, of the process and all that descends from it; what several share counts for each of them. */
  of(leader: number): number {
    const now = this.#clock.now();
    if (this.#sweptAt === null || now - this.#sweptAt >= SWEEP_EVERY_MS) {
      this.#sweptAt = now;
      this.#forest = new ProcessForest(this.#readTable());
    }
    return this.#forest.treeOf(leader).reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
  }
}
