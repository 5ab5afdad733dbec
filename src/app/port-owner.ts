import type { ProcessInfo } from '../model/process-status.ts';
import { procStatFields } from '../util/proc-stat.ts';
import { readOrNull } from '../util/read-or-null.ts';

/** Generations to look back: more is a loop, which a table that changes while it is read can show. */
const MOST_ANCESTORS = 64;

/**
 * The process of the project that an OS process belongs to: as its leader, in its group, or as a descendant. Null when
 * it belongs to none, or where there is no `/proc`.
 */
export function ownerOf(pid: number, processes: readonly Pick<ProcessInfo, 'name' | 'pid'>[]): string | null {
  const names = new Map(
    processes.flatMap(({ name, pid: leader }) => (leader === null ? [] : [[leader, name] as const])),
  );
  for (let at = pid, steps = 0; at > 1 && steps < MOST_ANCESTORS; steps++) {
    const stat = statOf(at);
    const name = names.get(at) ?? (stat === null ? undefined : names.get(stat.pgid));
    if (name !== undefined) return name;
    if (stat === null) return null;
    at = stat.ppid;
  }
  return null;
}

function statOf(pid: number): { readonly ppid: number; readonly pgid: number } | null {
  const line = readOrNull(`/proc/${pid}/stat`);
  if (line === null) return null;
  const field = procStatFields(line);
  return { ppid: Number(field(4)), pgid: Number(field(5)) };
}
