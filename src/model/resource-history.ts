/** What processes have used since that began to be measured: a table with one time axis for all of them. */
export interface ResourceHistory {
  /**
   * When the first row was measured: wall time, ms since the epoch. Null: nothing is measured now, and there are no rows.
   * Rows follow a wall clock that jumps ahead. One that is set back moves this, not them: the latest rows are right then,
   * and the older ones too early.
   */
  readonly beganAt: number | null;
  /**
   * How far rows are apart. Where two are further apart, nobody measured: the machine slept, or pom was stopped. It doubles
   * when rows are merged: whoever has the rows of before then reads all of them again.
   */
  readonly everyMs: number;
  /** Of each row, after `beganAt`. Ascending. */
  readonly offsetsMs: readonly number[];
  readonly processes: readonly ResourceColumns[];
}

/** What one process used with everything that descends from it, for each row. Null: it did not live, or is unknown. */
export interface ResourceColumns {
  readonly name: string;
  /** Fraction of one core, the mean of the row, to four digits. */
  readonly cpu: readonly (number | null)[];
  /** Resident bytes, the most of the row. */
  readonly memory: readonly (number | null)[];
}
