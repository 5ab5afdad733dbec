import type { DraftValue, ProcessDraft } from './draft.ts';

/** Containers may listen on one port side by side; processes cannot: the first one keeps it. */
export function distinctPorts(processes: readonly ProcessDraft[]): readonly ProcessDraft[] {
  const holders = new Map<DraftValue, string>();
  return processes.map((process) => {
    const ports = Array.isArray(process.keys.ports) ? process.keys.ports : [];
    const taken = ports.filter((port) => port !== 'auto' && holders.has(port));
    for (const port of ports) if (!holders.has(port)) holders.set(port, process.name);
    if (taken.length === 0) return process;
    const { ports: _all, ...keys } = process.keys;
    const free = ports.filter((port) => !taken.includes(port));
    const notes = taken.map(
      (port) => `Port ${String(port)} is that of "${holders.get(port)}" already: this needs another.`,
    );
    return {
      ...process,
      keys: free.length === 0 ? keys : { ...keys, ports: free },
      notes: [...process.notes, ...notes],
    };
  });
}
