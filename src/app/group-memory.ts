import type { Clock } from '../model/clock.ts';
import type { ProcessTableEntry } from './process-table.ts';

/** Those who ask within this time share one look at the process table. */
const SWEEP_EVERY_MS = 500;

/** Resident memory of process groups. Nothing is measured while nobody asks. */
export class GroupMemory {
  readonly #clock: Clock;
  readonly #readTable: () => readonly ProcessTableEntry[];
  #sweptAt: number | null = null;
  #byGroup: ReadonlyMap<number, number> = new Map();

  constructor(clock: Clock, readTable: () => readonly ProcessTableEntry[]) {
    this.#clock = clock;
    this.#readTable = readTable;
  }

  /** In bytes; what several processes share counts for each of them. */
  of(group: number): number {
    const now = this.#clock.now();
    if (this.#sweptAt === null || now - this.#sweptAt >= SWEEP_EVERY_MS) {
      this.#sweptAt = now;
      const byGroup = new Map<number, number>();
      for (const { pgid, memoryBytes } of this.#readTable()) {
        byGroup.set(pgid, (byGroup.get(pgid) ?? 0) + memoryBytes);
      }
      this.#byGroup = byGroup;
    }
    return this.#byGroup.get(group) ?? 0;
  }
}
