import type { ProcessTableEntry } from './process-table.ts';

/**
 * Who belongs to whom at the moment of one sweep. A process leads its children, its group and its session, so that
 * what has a group or a session of its own, or has outlived its parent in one of these, still belongs to the tree.
 * Only what left both behind before its parent ended, as daemons do, cannot be told from a stranger.
 */
export class ProcessForest {
  readonly #byPid: ReadonlyMap<number, ProcessTableEntry>;
  readonly #ledBy = new Map<number, ProcessTableEntry[]>();

  constructor(entries: readonly ProcessTableEntry[]) {
    this.#byPid = new Map(entries.map((entry) => [entry.pid, entry]));
    for (const entry of entries) {
      for (const leader of new Set([entry.ppid, entry.pgid, entry.sid])) {
        const led = this.#ledBy.get(leader);
        if (led === undefined) this.#ledBy.set(leader, [entry]);
        else led.push(entry);
      }
    }
  }

  /** What the sweep saw of this process itself. */
  entry(pid: number): ProcessTableEntry | undefined {
    return this.#byPid.get(pid);
  }

  /** The root, if it lives, and all that descends from it, each once, in no particular order. */
  treeOf(root: number): readonly ProcessTableEntry[] {
    const tree = new Map<number, ProcessTableEntry>();
    const leaders = [root];
    const own = this.#byPid.get(root);
    if (own !== undefined) tree.set(root, own);
    for (let leader = leaders.pop(); leader !== undefined; leader = leaders.pop()) {
      for (const entry of this.#ledBy.get(leader) ?? []) {
        if (tree.has(entry.pid)) continue;
        tree.set(entry.pid, entry);
        leaders.push(entry.pid);
      }
    }
    return [...tree.values()];
  }
}
