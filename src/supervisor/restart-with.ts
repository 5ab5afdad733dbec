import type { ProcessInfo } from '../model/process-status.ts';
import type { ProcessActor } from './process-actor.ts';

/** Whether a new run has begun that is not the first. */
export function isAnotherRun(before: ProcessInfo, after: ProcessInfo): boolean {
  return before.run > 0 && after.run > before.run;
}

/**
 * Restarts those that are to be restarted with `name`, of which another run has begun, if they run. Each is stopped now
 * and begins again when the dependencies that restart it hold: so a restart goes on in the order of the dependencies,
 * and one that has two of them waits for both and is restarted once.
 */
export function restartWith(name: string, dependents: readonly ProcessActor[]): void {
  for (const { spec, state, connection } of dependents) {
    const { kind } = state.phase;
    if (kind !== 'running' && kind !== 'starting') continue;
    const gate = new Set(spec.dependsOn.filter(({ restart }) => restart).map(({ process }) => process));
    if (gate.has(name)) connection.send({ type: 'Restart', gate, spec: null, why: null });
  }
}
