import type { Outcome } from '../model/control.ts';
import type { ProcessSpec } from '../model/process-spec.ts';
import type { ProcessActor } from './process-actor.ts';
import { startsWithProject } from './project-view.ts';

/**
 * Has a process go by another spec without touching its child, unless the spec switches it off. One that is switched on
 * by it, and that nobody has stopped, is started.
 */
export function updateSpec(actor: ProcessActor, spec: ProcessSpec): Promise<Outcome> {
  const { spec: before, state, connection } = actor;
  const updated = connection.send({ type: 'Update', spec });
  if (before.enabled && !spec.enabled) return connection.send({ type: 'Stop' }).done;
  const switchedOn = !startsWithProject(before) && startsWithProject(spec);
  const untouched = state.wanted === 'down' && (state.run === 0 || !before.enabled);
  return switchedOn && untouched
    ? connection.send({ type: 'Start', gate: 'all', onSchedule: true }).done
    : updated.done;
}
