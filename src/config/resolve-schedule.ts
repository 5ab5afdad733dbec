import type { ScheduleSpec, ScheduleTimes } from '../model/schedule-spec.ts';
import { type ConfigNode, get, stringOf } from './node.ts';
import { booleanOf, durationOf } from './value.ts';

/** A schedule that has been validated and checked; null when there is none. */
export function resolveSchedule(node: ConfigNode | null): ScheduleSpec | null {
  const when = timesOf(node);
  if (when === null) return null;
  return {
    when,
    runOnStart: booleanOf(get(node, 'run_on_start')) ?? false,
    overlap: stringOf(get(node, 'overlap')) === 'queue' ? 'queue' : 'skip',
  };
}

function timesOf(node: ConfigNode | null): ScheduleTimes | null {
  const pattern = stringOf(get(node, 'cron'));
  if (pattern !== null) return { kind: 'cron', pattern: pattern.trim(), timezone: stringOf(get(node, 'timezone')) };
  const ms = durationOf(get(node, 'every'));
  return ms === null ? null : { kind: 'every', ms };
}
