import type { Clock } from '../model/clock.ts';
import type { ProcessInfo } from '../model/process-status.ts';
import type { ResourceUse } from '../model/resource-use.ts';
import { ProcessForest } from './process-forest.ts';
import type { ProcessTableEntry } from './process-table.ts';

/**
 * Sweeping the process table takes a millisecond per hundred processes: whoever looks more often sees the last sweep,
 * unless somebody new has come.
 */
const SWEEP_EVERY_MS = 1_000;

interface Sweep {
  readonly at: number;
  readonly forest: ProcessForest;
  /** By the pid of the leader. */
  readonly byLeader: ReadonlyMap<number, TreeUse>;
}

type TreeUse = { readonly [K in 'cpu' | 'memory' | 'osProcesses']: number };

/**
 * What the process trees of a session use. Nothing is measured while nobody asks; processor use is that between the
 * last two sweeps, and over the whole life of the process at the first. The one sweep serves all processes.
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
    const useOf = this.#look(processes);
    return processes.map((info) => {
      const use = useOf(info);
      return use === null ? info : { ...info, cpu: use.cpu, memory: use.memory };
    });
  }

  /** What each of all processes of the session uses; of those that do not live nothing is known. */
  use(processes: readonly ProcessInfo[]): readonly ResourceUse[] {
    const useOf = this.#look(processes);
    return processes.map((info) => {
      const { name, status, pid } = info;
      return { name, status, pid, ...(useOf(info) ?? { cpu: null, memory: null, osProcesses: null }) };
    });
  }

  #look(processes: readonly ProcessInfo[]): (info: ProcessInfo) => TreeUse | null {
    if (processes.every(({ pid }) => pid === null)) return () => null;
    const { byLeader } = this.#sweep(processes);
    return ({ pid }) => (pid === null ? null : (byLeader.get(pid) ?? null));
  }

  #sweep(processes: readonly ProcessInfo[]): Sweep {
    const at = this.#clock.now();
    const last = this.#last;
    const isKnown = ({ pid }: ProcessInfo) => pid === null || last?.byLeader.has(pid) === true;
    if (last !== null && at - last.at < SWEEP_EVERY_MS && processes.every(isKnown)) return last;
    const forest = new ProcessForest(this.#readTable());
    const byLeader = new Map<number, TreeUse>();
    for (const { pid, uptimeMs } of processes) {
      if (pid === null) continue;
      const tree = forest.treeOf(pid);
      if (tree.length === 0) continue;
      // What the last sweep did not see has come since; the leader has not lived for longer than it has.
      const spanMs = Math.max(1, Math.min(uptimeMs ?? 0, last === null ? Number.POSITIVE_INFINITY : at - last.at));
      const cpuMs = tree.reduce((sum, entry) => sum + entry.cpuMs - usedBefore(entry, last), 0);
      const memory = tree.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
      byLeader.set(pid, { cpu: cpuMs / spanMs, memory, osProcesses: tree.length });
    }
    this.#last = { at, forest, byLeader };
    return this.#last;
  }
}

/** A pid that is used anew has used less than the one before it. */
function usedBefore({ pid, cpuMs }: ProcessTableEntry, last: Sweep | null): number {
  const before = last?.forest.entry(pid)?.cpuMs ?? 0;
  return before <= cpuMs ? before : 0;
}
