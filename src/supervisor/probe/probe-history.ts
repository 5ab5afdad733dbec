import type { ProbeRecord } from '../../model/probe-spec.ts';

/** Answers that are remembered of one process. */
const KEPT_PROBES = 20;

/** The last answers of the probes of one process, oldest first, over all of its runs. */
export class ProbeHistory {
  #records: readonly ProbeRecord[] = [];

  get records(): readonly ProbeRecord[] {
    return this.#records;
  }

  add(record: ProbeRecord): void {
    this.#records = [...this.#records, record].slice(-KEPT_PROBES);
  }
}
