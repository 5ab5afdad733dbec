import type { ResourceColumns, ResourceHistory } from '../model/resource-history.ts';
import type { ResourceUse } from '../model/resource-use.ts';
import { partitionPoint } from '../util/partition-point.ts';

/** An hour at the first interval. With this many rows a process takes 21 KiB. */
const MOST_ROWS = 1_800;
/** Of a table that has just begun: it grows with its rows. */
const FIRST_ROWS = 225;

/** Columns of processes that are no more, at most: those that came first are dropped. Rows are never dropped. */
const MOST_GONE = 100;

/** How far rows are apart at first. To measure 100 processes so often takes 0.5 % of one core (Node 20, 2 busy cores). */
const FIRST_EVERY_MS = 2_000;

/** NaN is what is not known. */
interface Columns {
  readonly cpu: Float32Array;
  readonly memory: Float64Array;
}

type Use = Pick<ResourceUse, 'name' | 'cpu' | 'memory'>;

/**
 * What processes have used, as a table: a row for each time it was measured, two columns for each process.
 *
 * ```
 *  offsets   0   2000   4000   6000          offsets   0     4000
 *  api cpu   .1  .3     –      .5     full:  api cpu   .2    .5        every 4000 ms from now on
 *  api mem   10  30     –      20     ────>  api mem   30    20
 * ```
 *
 * A full table is merged two rows to one and goes on at twice the interval. So it always covers the whole time since it
 * began, at the same memory, and costs the less the longer it lasts.
 */
export class ResourceTable {
  #columns = new Map<string, Columns>();
  #offsets = new Float64Array(FIRST_ROWS);
  #rows = 0;
  #everyMs = FIRST_EVERY_MS;

  /** How long after one row the next is wanted. */
  get everyMs(): number {
    return this.#everyMs;
  }

  /** Processes of which something is known, also those that are no more. */
  get names(): readonly string[] {
    return [...this.#columns.keys()];
  }

  /**
   * @param offsetMs not before the last one.
   * @param uses of every process that there is, also of those that do not live.
   */
  add(offsetMs: number, uses: readonly Use[]): void {
    if (this.#rows === MOST_ROWS) this.#merge();
    else if (this.#rows === this.#offsets.length) this.#grow();
    const row = this.#rows++;
    this.#offsets[row] = Math.round(offsetMs);
    for (const { cpu, memory } of this.#columns.values()) {
      cpu[row] = Number.NaN;
      memory[row] = Number.NaN;
    }
    for (const use of uses) {
      if (use.cpu === null && use.memory === null) continue;
      const columns = this.#columnsOf(use.name);
      columns.cpu[row] = use.cpu ?? Number.NaN;
      columns.memory[row] = use.memory ?? Number.NaN;
    }
    this.#dropGone(uses);
  }

  /** The rows with an offset greater than `afterMs`, with columns for `names`, in their order. */
  read(names: readonly string[], afterMs: number): Omit<ResourceHistory, 'beganAt'> {
    const from = partitionPoint(this.#rows, (row) => (this.#offsets[row] ?? 0) <= afterMs);
    return {
      everyMs: this.#everyMs,
      offsetsMs: [...this.#offsets.subarray(from, this.#rows)],
      processes: names.map((name) => this.#readColumns(name, from)),
    };
  }

  #readColumns(name: string, from: number): ResourceColumns {
    const columns = this.#columns.get(name);
    if (columns === undefined) {
      const unknown = new Array<null>(this.#rows - from).fill(null);
      return { name, cpu: unknown, memory: unknown };
    }
    return {
      name,
      cpu: knownOf(columns.cpu.subarray(from, this.#rows), (cores) => Math.round(cores * 10_000) / 10_000),
      memory: knownOf(columns.memory.subarray(from, this.#rows), (bytes) => bytes),
    };
  }

  #columnsOf(name: string): Columns {
    const known = this.#columns.get(name);
    if (known !== undefined) return known;
    const capacity = this.#offsets.length;
    const columns = {
      cpu: new Float32Array(capacity).fill(Number.NaN),
      memory: new Float64Array(capacity).fill(Number.NaN),
    };
    this.#columns.set(name, columns);
    return columns;
  }

  #dropGone(uses: readonly Use[]): void {
    if (this.#columns.size <= MOST_GONE) return;
    const present = new Set(uses.map(({ name }) => name));
    const gone = this.names.filter((name) => !present.has(name));
    for (const name of gone.slice(0, Math.max(0, gone.length - MOST_GONE))) this.#columns.delete(name);
  }

  #grow(): void {
    const capacity = Math.min(MOST_ROWS, 2 * this.#offsets.length);
    const offsets = new Float64Array(capacity);
    offsets.set(this.#offsets);
    this.#offsets = offsets;
    for (const [name, old] of this.#columns) {
      const columns = { cpu: new Float32Array(capacity), memory: new Float64Array(capacity) };
      columns.cpu.set(old.cpu);
      columns.memory.set(old.memory);
      this.#columns.set(name, columns);
    }
  }

  #merge(): void {
    this.#rows /= 2;
    this.#everyMs *= 2;
    for (let row = 0; row < this.#rows; row++) this.#offsets[row] = this.#offsets[2 * row] ?? 0;
    for (const { cpu, memory } of this.#columns.values()) {
      halve(cpu, this.#rows, mean);
      halve(memory, this.#rows, most);
    }
  }
}

/** A part of a column, with null for what is not known. */
function knownOf(column: Float32Array | Float64Array, shown: (value: number) => number): readonly (number | null)[] {
  const values = new Array<number | null>(column.length).fill(null);
  for (let row = 0; row < column.length; row++) {
    const value = column[row] ?? Number.NaN;
    if (!Number.isNaN(value)) values[row] = shown(value);
  }
  return values;
}

/** Makes the first `rows` of a column from twice as many. */
function halve(column: Float32Array | Float64Array, rows: number, merged: (a: number, b: number) => number): void {
  for (let row = 0; row < rows; row++) {
    const a = column[2 * row] ?? Number.NaN;
    const b = column[2 * row + 1] ?? Number.NaN;
    column[row] = Number.isNaN(a) ? b : Number.isNaN(b) ? a : merged(a, b);
  }
}

function mean(a: number, b: number): number {
  return (a + b) / 2;
}

function most(a: number, b: number): number {
  return Math.max(a, b);
}
