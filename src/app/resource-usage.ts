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
    const byLeader = this.#look(processes);
    return processes.map((info) => {
      const use = byLeader.get(info.pid ?? 0);
      return use === undefined ? info : { ...info, cpu: use.cpu, memory: use.memory };
    });
  }

  /** What each of all processes of the session uses; of those that do not live nothing is known. */
  use(processes: readonly ProcessInfo[]): readonly ResourceUse[] {
    const byLeader = this.#look(processes);
    return processes.map((info) => useOf(info, byLeader));
  }

  /**
   * The same for one who looks regularly: processor use is that since its own last look, however often others have looked
   * in between. At the first look it is that over the lives of the processes.
   */
  observer(): (processes: readonly ProcessInfo[]) => readonly ResourceUse[] {
    let before: Sweep | null = null;
    return (processes) => {
      if (noneLives(processes)) return processes.map((info) => useOf(info, NOTHING));
      const sweep = this.#sweep(processes);
      const byLeader = sweep === before ? sweep.byLeader : usesOf(processes, sweep, before);
      before = sweep;
      return processes.map((info) => useOf(info, byLeader));
    };
  }

  #look(processes: readonly ProcessInfo[]): ReadonlyMap<number, TreeUse> {
    return noneLives(processes) ? NOTHING : this.#sweep(processes).byLeader;
  }

  #sweep(processes: readonly ProcessInfo[]): Sweep {
    const at = this.#clock.now();
    const last = this.#last;
    const isKnown = ({ pid }: ProcessInfo) => pid === null || last?.byLeader.has(pid) === true;
    if (last !== null && at - last.at < SWEEP_EVERY_MS && processes.every(isKnown)) return last;
    const seen = { at, forest: new ProcessForest(this.#readTable()) };
    this.#last = { ...seen, byLeader: usesOf(processes, seen, last) };
    return this.#last;
  }
}

const NOTHING: ReadonlyMap<number, TreeUse> = new Map();

function noneLives(processes: readonly ProcessInfo[]): boolean {
  return processes.every(({ pid }) => pid === null);
}

type Seen = Pick<Sweep, 'at' | 'forest'>;

/** What trees use that were seen `now`, since they were seen `before`; over their lives when that is null. */
function usesOf(processes: readonly ProcessInfo[], now: Seen, before: Seen | null): ReadonlyMap<number, TreeUse> {
  const byLeader = new Map<number, TreeUse>();
  for (const { pid, uptimeMs } of processes) {
    if (pid === null) continue;
    const tree = now.forest.treeOf(pid);
    if (tree.length === 0) continue;
    // What was not seen before has come since; the leader has not lived for longer than it has.
    const sinceMs = before === null ? Number.POSITIVE_INFINITY : now.at - before.at;
    const spanMs = Math.max(1, Math.min(uptimeMs ?? 0, sinceMs));
    const cpuMs = tree.reduce((sum, entry) => sum + entry.cpuMs - usedBefore(entry, before), 0);
    const memory = tree.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
    byLeader.set(pid, { cpu: cpuMs / spanMs, memory, osProcesses: tree.length });
  }
  return byLeader;
}

function useOf({ name, status, pid }: ProcessInfo, byLeader: ReadonlyMap<number, TreeUse>): ResourceUse {
  const use = byLeader.get(pid ?? 0) ?? { cpu: null, memory: null, osProcesses: null };
  return { name, status, pid, ...use };
}

/** A pid that is used anew has used less than the one before it. */
function usedBefore({ pid, cpuMs }: ProcessTableEntry, last: Seen | null): number {
  const before = last?.forest.entry(pid)?.cpuMs ?? 0;
  return before <= cpuMs ? before : 0;
}
