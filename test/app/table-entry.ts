import type { ProcessTableEntry } from '../../src/app/process-table.ts';

/** What a sweep sees of a process that leads its own group and session, and whose parent has ended. */
export function entry(fields: Partial<ProcessTableEntry> & Pick<ProcessTableEntry, 'pid'>): ProcessTableEntry {
  return { ppid: 1, pgid: fields.pid, sid: fields.pid, cpuMs: 0, memoryBytes: 0, ...fields };
}
