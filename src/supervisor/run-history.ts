import type { RunRecord } from '../model/process-status.ts';

/** Runs that are remembered of one process. */
const KEPT_RUNS = 100;

/** The last runs of one process, oldest first; the current one is the last. */
export class RunHistory {
  #runs: readonly RunRecord[] = [];

  get runs(): readonly RunRecord[] {
    return this.#runs;
  }

  begin(run: number, startedAt: number): void {
    const record: RunRecord = { run, pid: null, startedAt, endedAt: null, exit: null, cause: null };
    this.#runs = [...this.#runs, record].slice(-KEPT_RUNS);
  }

  /** Adds to what is known of `run`. */
  amend(run: number, facts: Partial<Omit<RunRecord, 'run'>>): void {
    this.#runs = this.#runs.map((record) => (record.run === run ? { ...record, ...facts } : record));
  }
}
