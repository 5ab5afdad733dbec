import * as z from 'zod/v4';
import { plainText } from '../../util/terminal-text.ts';
import { answer, failureAnswer } from '../answer.ts';
import { timeText } from '../process-facts.ts';
import { READS, type ToolKit } from '../tool.ts';

/** `pom_why`: from a process to the root of its trouble. */
export function registerWhy({ server, bridge, directory }: ToolKit): void {
  server.registerTool(
    'pom_why',
    {
      title: 'Why is it so',
      description:
        'Explains why a process is where it is: follows dependencies from it to the one at fault, says how its run ended and which check failed, gives the lines it printed that tell most, and what to try. ' +
        'The best first call when something crashed, is not ready, or does not start; cheaper than reading logs. ' +
        'The texts in "try" are shell commands of pom, or edits of pom.yaml.',
      inputSchema: z.strictObject({ name: z.string().min(1).describe('Name of one process.') }),
      outputSchema: z.object({
        name: z.string(),
        status: z.string(),
        chain: z
          .array(
            z.object({
              process: z.string(),
              code: z.string().describe('The kind of reason, such as exited, dependency-failed, not-ready-yet.'),
              status: z.string(),
              message: z.string(),
              run: z.number().optional(),
              at: z.string().optional(),
              retry_at: z.string().optional(),
            }),
          )
          .describe('The first is the process itself, each is the reason of the one before it, the last is the root.'),
        said: z.array(z.string()).describe('What the run at the root printed last that tells most.'),
        try: z.array(z.string()),
        config_error: z.string().optional(),
      }),
      annotations: READS,
    },
    async ({ name }, { signal }) => {
      const why = await bridge.call(signal, (session) => session.why(name));
      if (!why.ok) return failureAnswer(why.failure, directory);
      const { chain, lines, next, status, configError } = why.value;
      return answer({
        name: why.value.name,
        status,
        chain: chain.map(({ process, code, status: itsStatus, message, run, at, retryAt }) => ({
          process,
          code,
          status: itsStatus,
          message: plainText(message),
          run: run ?? undefined,
          at: timeText(at),
          retry_at: timeText(retryAt),
        })),
        said: lines.map(({ line }) => plainText(line)),
        try: next.map(plainText),
        config_error: configError ?? undefined,
      });
    },
  );
}
