import type { ToolAnnotations } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod/v4';
import type { ActionVerb } from '../../model/control.ts';
import { answer, failureAnswer } from '../answer.ts';
import { unlessLeft } from '../bridge.ts';
import { outcomesFacts, outcomesShape } from '../outcome-facts.ts';
import { someTargets, type ToolKit } from '../tool.ts';

interface Action {
  readonly title: string;
  readonly description: string;
  readonly annotations: ToolAnnotations;
}

const ACTIONS: Readonly<Record<ActionVerb, Action>> = {
  start: {
    title: 'Start processes',
    description:
      'Starts processes, and what they depend on; those already running are left alone. Returns when they have been started, which is not yet ready: call pom_wait for that.',
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  },
  stop: {
    title: 'Stop processes',
    description:
      'Stops processes in the reverse order of their dependencies: the stop signal, then SIGKILL after the grace period. Returns when nothing of them is left. They stay stopped until they are started again; the others go on running. Logs are kept.',
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
  },
  restart: {
    title: 'Restart processes',
    description:
      'Stops processes and starts them anew, the new run only when nothing of the old one is left. Use it after a change that the process does not pick up by itself; an edited pom.yaml is applied without it. Returns when they have been started, which is not yet ready: call pom_wait for that.',
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
  },
};

/** `pom_start`, `pom_stop` and `pom_restart`. */
export function registerActions(kit: ToolKit): void {
  registerAction('start', kit);
  registerAction('stop', kit);
  registerAction('restart', kit);
}

function registerAction(verb: ActionVerb, { server, bridge, directory }: ToolKit): void {
  const { title, description, annotations } = ACTIONS[verb];
  server.registerTool(
    `pom_${verb}`,
    {
      title,
      description: `${description} The result is an error when one of them failed; "processes" says which and why.`,
      inputSchema: z.strictObject({
        processes: someTargets,
        wait: z.boolean().default(true).describe('False: answer at once, without waiting until it is done.'),
      }),
      outputSchema: outcomesShape,
      annotations,
    },
    async ({ processes, wait }, { signal }) => {
      const done = await bridge.call(signal, (session, left) =>
        unlessLeft(session.act(verb, processes, { wait, dependencies: true }), left),
      );
      if (!done.ok) return failureAnswer(done.failure, directory);
      const facts = outcomesFacts(done.value);
      return answer(facts, { isError: !facts.ok });
    },
  );
}
