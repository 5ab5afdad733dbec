import type { RunRecord } from '../model/process-status.ts';

/** Runs that are remembered of one process. */
const KEPT_RUNS = 100;

/** The last runs of one process, oldest first; the current one is the last. */
export class RunHistory {
  readonly #onChange: (record: RunRecord) => void;
  #runs: readonly RunRecord[] = [];

  /** @param onChange hears of each run that begins, and whenever more is known of it. */
  constructor(onChange: (record: RunRecord) => void) {
    this.#onChange = onChange;
  }

  get runs(): readonly RunRecord[] {
    return this.#runs;
  }

  begin(run: number, startedAt: number): void {
    const record: RunRecord = { run, pid: null, startedAt, endedAt: null, exit: null, cause: null };
    this.#runs = [...this.#runs, record].slice(-KEPT_RUNS);
    this.#onChange(record);
  }

  /** Adds to what is known of `run`. */
  amend(run: number, facts: Partial<Omit<RunRecord, 'run'>>): void {
    const index = this.#runs.findLastIndex((record) => record.run === run);
    const record = this.#runs[index];
    if (record === undefined) return;
    const amended = { ...record, ...facts };
    this.#runs = this.#runs.with(index, amended);
    this.#onChange(amended);
  }
}
