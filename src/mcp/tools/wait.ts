import * as z from 'zod/v4';
import { answer, failureAnswer } from '../answer.ts';
import { outcomesFacts, outcomesShape } from '../outcome-facts.ts';
import { READS, someTargets, type ToolKit } from '../tool.ts';

/** Many clients give up on a call after a minute. */
const DEFAULT_SECONDS = 30;
const MAX_SECONDS = 3600;

/** `pom_wait`: until processes are where somebody wants them. */
export function registerWait({ server, bridge, directory }: ToolKit): void {
  server.registerTool(
    'pom_wait',
    {
      title: 'Wait for processes',
      description:
        'Waits until processes are ready, running, have ended, or are stopped, and returns as soon as the outcome is certain. Use it after a start, a restart or an edit instead of polling pom_list. ' +
        'ok is false, with an error for each process that did not get there: timed-out (it still may: call again) or impossible (it cannot any more unless somebody starts it again).',
      inputSchema: z.strictObject({
        processes: someTargets,
        for: z
          .enum(['ready', 'running', 'exit', 'stopped'])
          .default('ready')
          .describe(
            'ready: ready, or running without a readiness check, or completed well; running: has a live child; exit: its run has ended; stopped: not running and not going to.',
          ),
        timeout_seconds: z
          .number()
          .min(0)
          .max(MAX_SECONDS)
          .default(DEFAULT_SECONDS)
          .describe('Give up after so long. Your client may itself give up on long calls, often after 60 seconds.'),
      }),
      outputSchema: outcomesShape,
      annotations: READS,
    },
    async ({ processes, for: goal, timeout_seconds: seconds }, { signal }) => {
      const settled = await bridge.call(signal, (session, left) => session.wait(processes, goal, seconds * 1000, left));
      return settled.ok ? answer(outcomesFacts(settled.value)) : failureAnswer(settled.failure, directory);
    },
  );
}
