import * as z from 'zod/v4';
import type { Outcome } from '../model/control.ts';
import { failureMessage } from '../model/failure-message.ts';
import type { ProcessStatus } from '../model/process-status.ts';
import { plainText } from '../util/terminal-text.ts';

/** What became of processes that were waited for, started or stopped. */
export const outcomesShape = z.object({
  ok: z.boolean().describe('True: every process got there.'),
  processes: z.array(
    z.object({
      name: z.string(),
      ok: z.boolean(),
      status: z.string(),
      error: z.object({ code: z.string(), message: z.string() }).optional(),
      also_started: z.array(z.string()).optional().describe('What was started because this process needs it.'),
    }),
  ),
  what_to_do: z.string().optional(),
});

export function outcomesFacts(outcomes: readonly Outcome[]): z.infer<typeof outcomesShape> {
  return {
    ok: outcomes.every(({ ok }) => ok),
    processes: outcomes.map(({ name, ok, status, error, alsoStarted }) => ({
      name,
      ok,
      status,
      error: error === null ? undefined : { code: error.reason, message: plainText(failureMessage(error)) },
      also_started: alsoStarted === undefined ? undefined : [...alsoStarted],
    })),
    what_to_do: whatToDo(outcomes),
  };
}

const WAITING: ReadonlySet<ProcessStatus> = new Set(['pending', 'skipped']);

function whatToDo(outcomes: readonly Outcome[]): string | undefined {
  const failed = outcomes.filter(({ ok }) => !ok);
  // One that failed by itself tells more than one that waits for it.
  const worst = failed.find(({ status }) => !WAITING.has(status)) ?? failed[0];
  if (worst === undefined) return undefined;
  const late = failed.every(({ error }) => error?.reason === 'timed-out');
  const again = late ? 'Time is up: call pom_wait again to go on waiting, or ' : '';
  return `${again}${again === '' ? 'Call' : 'call'} pom_why with name "${worst.name}" for the reason.`;
}
