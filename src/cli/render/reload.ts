import type { ReloadSummary } from '../../model/reload-plan.ts';

/** A plan, one line per process that it touches, with the keys that differ. */
export function renderReload(plan: ReloadSummary): string {
  const lines = [
    ...plan.removed.map((name) => `- ${name}  stop`),
    ...plan.restarted.map(({ name, keys }) => `! ${name}  restart (${keys.join(', ')})`),
    ...plan.updated.map(({ name, keys }) => `~ ${name}  update in place (${keys.join(', ')})`),
    ...plan.added.map((name) => `+ ${name}  start`),
  ];
  const unchanged = `${plan.unchanged.length} unchanged`;
  return lines.length === 0 ? `nothing to do, ${unchanged}` : [...lines, unchanged].join('\n');
}
