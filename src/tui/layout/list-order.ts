import type { ProcessInfo, ProcessStatus } from '../../model/process-status.ts';
import type { DashboardState, Sort } from '../state.ts';

/** The rows of the process list, top to bottom: null stands for "All". */
export function listRows({ known, chosen }: DashboardState): readonly (ProcessInfo | null)[] {
  return [null, ...sorted(known.processes, chosen.sort)];
}

export function sorted(processes: readonly ProcessInfo[], sort: Sort | null): readonly ProcessInfo[] {
  if (sort === null) return processes;
  const keyOf = SORT_KEYS[sort.by];
  const sign = sort.descending ? -1 : 1;
  // Unknown values come last, whichever way the others are sorted.
  return processes.toSorted((a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return (left < right ? -1 : left > right ? 1 : 0) * sign;
  });
}

/** What needs attention first. */
const STATUS_ORDER: readonly ProcessStatus[] = [
  'crashed',
  'backoff',
  'skipped',
  'pending',
  'starting',
  'stopping',
  'running',
  'scheduled',
  'stopped',
  'completed',
  'disabled',
];

const SORT_KEYS: Readonly<Record<Sort['by'], (process: ProcessInfo) => string | number | null>> = {
  name: ({ name }) => name,
  status: ({ status }) => STATUS_ORDER.indexOf(status),
  age: ({ startedAt }) => startedAt,
  ready: ({ ready }) => (ready === null ? null : Number(ready)),
  restarts: ({ restarts }) => restarts,
  exit: ({ exit }) => (exit === null ? null : (exit.code ?? 256)),
  pid: ({ pid }) => pid,
  cpu: ({ cpu }) => cpu,
  memory: ({ memory }) => memory,
};
