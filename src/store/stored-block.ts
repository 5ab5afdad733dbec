import type { Block } from './block.ts';

/**
 * A block as a reader finds it in a snapshot: enough to tell whether it is worth a look, and the block itself when it
 * is. A block in memory is its own; one on disk is read when somebody looks, and not kept.
 */
export interface StoredBlock {
  readonly run: number;
  /** Id of the first line. */
  readonly baseId: number;
  /** Wall times, microseconds since the epoch, that no line is before, or after. */
  readonly baseTimeUs: number;
  readonly latestTimeUs: number;
  readonly lineCount: number;
  /** Null: it is gone, or can no longer be read. */
  load(): Block | null;
}
