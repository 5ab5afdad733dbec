import type { Control, Outcome } from '../../model/control.ts';
import { ALL_LOGS } from '../../model/logs-request.ts';
import { terminalText } from '../../util/terminal-text.ts';
import { renderOutcomes, worstOutcome } from '../render/outcomes.ts';
import { renderWhy } from '../render/why.ts';

/** How much of what the culprit printed last is shown when nothing in it looks like an error. */
const LAST_LINES = 20;

/** Why a project did not get ready: the processes that did not, the reasons down to the root, its last lines. */
export async function renderUnready(control: Control, outcomes: readonly Outcome[]): Promise<string> {
  const failed = outcomes.filter(({ ok }) => !ok);
  const worst = worstOutcome(outcomes);
  const parts = ['pom: the project did not get ready, the command was not run', '', renderOutcomes(failed)];
  const why = worst === null ? null : await control.why(worst.name);
  if (why?.ok !== true) return parts.join('\n');
  // What to try is meant for a session that is still there.
  parts.push('', renderWhy({ ...why.value, next: [] }, Date.now(), null));
  const root = why.value.chain.at(-1)?.process;
  if (why.value.lines.length > 0 || root === undefined) return parts.join('\n');
  const page = await control.logs({ ...ALL_LOGS, processes: [root], limit: LAST_LINES });
  if (page.ok && page.value.lines.length > 0) {
    parts.push(
      '',
      `The last lines of ${root}:`,
      ...page.value.lines.map(({ bytes }) => `  ${terminalText(bytes, { color: false })}`),
    );
  }
  return parts.join('\n');
}
