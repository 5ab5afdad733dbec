import { isReplicaName } from '../model/replicas.ts';
import type { Diagnostics } from './diagnostic.ts';
import type { ExpandedProcess } from './expand.ts';
import { get } from './node.ts';

type Processes = ReadonlyMap<string, ExpandedProcess>;

/** No process may have a name that a replica has, or would have once its set is scaled. */
export function checkReplicas(processes: Processes, diagnostics: Diagnostics): void {
  for (const [name, { entry }] of processes) {
    const set = replicaSetOf(name, processes);
    if (set === null) continue;
    const related = [{ message: `the replicas of "${set.name}" are described here`, at: set.entry.keyAt }];
    diagnostics.error(entry.keyAt, `process "${name}" is called like a replica of "${set.name}"; rename it`, related);
  }
}

/** The replica set that a name belongs to, whatever the number of its replicas; null when there is none. */
export function replicaSetOf(name: string, processes: Processes): ExpandedProcess | null {
  const set = processes.get(name.replace(/-\d+$/, ''));
  return set !== undefined && isReplicaSet(set) && isReplicaName(name, set.name) ? set : null;
}

/** Whether a process is several. */
export function isReplicaSet({ entry }: ExpandedProcess): boolean {
  return get(entry.node, 'replicas') !== null;
}
