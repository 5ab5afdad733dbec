import type { Diagnostics } from './diagnostic.ts';
import type { ExpandedProcess } from './expand.ts';
import { type ConfigNode, entriesOf, get, stringOf } from './node.ts';
import { meant } from './words.ts';

const KEYS = ['cron', 'timezone', 'every', 'run_on_start', 'overlap'];

/** A schedule needs one kind of time, and nothing else may keep the process from it. */
export function checkSchedule({ name, entry }: ExpandedProcess, diagnostics: Diagnostics): void {
  const schedule = entriesOf(entry.node).get('schedule');
  if (schedule === undefined) return;
  checkTimes(name, schedule.node, schedule.keyAt, diagnostics);

  const related = [{ message: 'the schedule is here', at: schedule.keyAt }];
  const restart = get(entry.node, 'restart');
  const policy = restart?.kind === 'map' ? get(restart, 'policy') : restart;
  if (policy !== null && stringOf(policy) === 'always') {
    const message = `process "${name}" is always restarted and never waits for its schedule; write "on-failure" or "never"`;
    diagnostics.error(policy.at, message, related);
  }
  const exitProject = get(entry.node, 'exit_project');
  if (exitProject !== null && ['on-failure', 'on-exit'].includes(stringOf(exitProject) ?? '')) {
    const message = `process "${name}" is on a schedule and never ends for good, so it cannot end the project; remove "exit_project"`;
    diagnostics.error(exitProject.at, message, related);
  }
}

function checkTimes(name: string, node: ConfigNode, at: ConfigNode['at'], diagnostics: Diagnostics): void {
  if (node.kind !== 'map') return;
  const { entries } = node;
  const cron = entries.get('cron');
  const every = entries.get('every');
  const timezone = entries.get('timezone');
  if (cron !== undefined && every !== undefined) {
    const related = [{ message: '"cron" is here', at: cron.keyAt }];
    diagnostics.error(every.keyAt, '"every" and "cron" are two schedules; write one of them', related);
  } else if (cron === undefined && timezone !== undefined && every !== undefined) {
    diagnostics.error(timezone.keyAt, 'an interval has no time zone; "timezone" belongs to "cron"');
  } else if (cron === undefined && every === undefined && !misspelt([...entries.keys()])) {
    diagnostics.error(at, `"schedule" of process "${name}" has no times; add "cron" or "every"`);
  }
}

function misspelt(keys: readonly string[]): boolean {
  return keys.some((key) => !KEYS.includes(key) && ['cron', 'every'].includes(meant(key, KEYS) ?? ''));
}
