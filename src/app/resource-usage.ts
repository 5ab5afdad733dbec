import type { Clock } from '../model/clock.ts';
import type { ProcessInfo } from '../model/process-status.ts';
import type { ProcessTableEntry } from './process-table.ts';

/**
 * Sweeping the process table takes a millisecond per hundred processes: whoever looks more often sees the last sweep,
 * unless somebody new has come.
 */
const SWEEP_EVERY_MS = 1_000;

interface Sweep {
  readonly at: number;
  readonly byPid: ReadonlyMap<number, ProcessTableEntry>;
  readonly byGroup: ReadonlyMap<number, Usage>;
}

interface Usage {
  /** Fraction of one core. */
  readonly cpu: number;
  readonly memory: number;
}

/**
 * What the process groups of a session use. Nothing is measured while nobody asks; processor use is that between the
 * last two sweeps, and over the whole life of a process that was not there before.
 */
export class ResourceUsage {
  readonly #clock: Clock;
  readonly #readTable: () => readonly ProcessTableEntry[];
  #last: Sweep | null = null;

  constructor(clock: Clock, readTable: () => readonly ProcessTableEntry[]) {
    this.#clock = clock;
    this.#readTable = readTable;
  }

  /** All processes of the session, with `cpu` and `memory` of those that live. */
  measure(processes: readonly ProcessInfo[]): readonly ProcessInfo[] {
    if (processes.every(({ pid }) => pid === null)) return processes;
    const sweep = this.#sweep(processes);
    return processes.map((info) => {
      const usage = info.pid === null ? undefined : sweep.byGroup.get(info.pid);
      return usage === undefined ? info : { ...info, ...usage };
    });
  }

  #sweep(processes: readonly ProcessInfo[]): Sweep {
    const at = this.#clock.now();
    const last = this.#last;
    const isKnown = ({ pid }: ProcessInfo) => pid === null || last?.byGroup.has(pid) === true;
    if (last !== null && at - last.at < SWEEP_EVERY_MS && processes.every(isKnown)) return last;
    const ageOf = new Map(processes.map(({ pid, uptimeMs }) => [pid, uptimeMs ?? 0]));
    const entries = this.#readTable();
    const byGroup = new Map<number, Usage>();
    for (const entry of entries) {
      const groupAgeMs = ageOf.get(entry.pgid);
      if (groupAgeMs === undefined) continue;
      const before = last?.byPid.get(entry.pid);
      // A pid that is used anew has used less than the one before it.
      const isSame = before !== undefined && before.cpuMs <= entry.cpuMs;
      const spanMs = isSame && last !== null ? at - last.at : groupAgeMs;
      const cpu = (entry.cpuMs - (isSame ? before.cpuMs : 0)) / Math.max(1, spanMs);
      const sum = byGroup.get(entry.pgid) ?? { cpu: 0, memory: 0 };
      byGroup.set(entry.pgid, { cpu: sum.cpu + cpu, memory: sum.memory + entry.memoryBytes });
    }
    this.#last = { at, byPid: new Map(entries.map((entry) => [entry.pid, entry])), byGroup };
    return this.#last;
  }
}
