import type { ProcessStatus } from './process-status.ts';

/** What a process uses at a moment, with everything that descends from it. */
export interface ResourceUse {
  readonly name: string;
  readonly status: ProcessStatus;
  /** The leader's pid while it lives. */
  readonly pid: number | null;
  /** Fraction of one core, null when unknown. */
  readonly cpu: number | null;
  /** Resident bytes, null when unknown; what several OS processes share counts for each of them. */
  readonly memory: number | null;
  /** How many OS processes the tree has, null when unknown. */
  readonly osProcesses: number | null;
}
