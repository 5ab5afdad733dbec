import type { ProcessInfo } from '../../../model/process-status.ts';
import type { RecordedEvent } from '../../../model/server-event.ts';

/**
 * The processes after these events, in the order in which they are known; new ones at the end. What they use is what was
 * known of it: events are made without a look at that.
 */
export function afterEvents(
  processes: readonly ProcessInfo[],
  events: readonly RecordedEvent[],
): readonly ProcessInfo[] {
  const byName = new Map(processes.map((info) => [info.name, info]));
  for (const { event } of events) {
    if (event.type === 'ProcessRemoved') byName.delete(event.name);
    else if (event.type === 'ProcessStateChanged') {
      const { name } = event.process;
      const { cpu, memory } = byName.get(name) ?? event.process;
      byName.set(name, { ...event.process, cpu, memory });
    }
  }
  return [...byName.values()];
}
