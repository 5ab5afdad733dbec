import type { Outcome } from '../../model/control.ts';
import { failureMessage } from '../../model/failure-message.ts';
import type { ProcessStatus } from '../../model/process-status.ts';
import { plainText } from '../../util/terminal-text.ts';

/** One line per target: what became of it. */
export function renderOutcomes(outcomes: readonly Outcome[]): string {
  const width = Math.max(0, ...outcomes.map(({ name }) => name.length));
  return outcomes
    .map(({ name, status, error }) => {
      const label = name.padEnd(width);
      return error === null ? `${label}  ${status}` : `${label}  failed: ${plainText(failureMessage(error))}`;
    })
    .join('\n');
}

/** What to ask next when some have failed. */
export function whyHints(outcomes: readonly Outcome[]): readonly string[] {
  const worst = worstOutcome(outcomes);
  return worst === null ? [] : [`for the reason: pom why ${worst.name}`];
}

/** One that failed by itself rather than one that waits for it; null when none has failed. */
export function worstOutcome(outcomes: readonly Outcome[]): Outcome | null {
  const failed = outcomes.filter(({ ok }) => !ok);
  return failed.find(({ status }) => !WAITING.has(status)) ?? failed[0] ?? null;
}

const WAITING: ReadonlySet<ProcessStatus> = new Set(['pending', 'skipped']);

/** What was started besides the targets, as a line for people; null when nothing was. */
export function renderAlsoStarted(outcomes: readonly Outcome[]): string | null {
  return alsoStartedText([...new Set(outcomes.flatMap(({ alsoStarted }) => alsoStarted ?? []))]);
}

/** The same of these names. */
export function alsoStartedText(names: readonly string[]): string | null {
  return names.length === 0 ? null : `also started: ${names.join(', ')}`;
}
