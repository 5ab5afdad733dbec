import * as z from 'zod/v4';
import { ok } from '../../model/result.ts';
import { plainText } from '../../util/terminal-text.ts';
import { answer, failureAnswer } from '../answer.ts';
import { processFacts, processShape, timeText } from '../process-facts.ts';
import { anyTargets, READS, type ToolKit } from '../tool.ts';

/** `pom_list`: what there is and how it is. */
export function registerList({ server, bridge, directory }: ToolKit): void {
  server.registerTool(
    'pom_list',
    {
      title: 'List processes',
      description:
        'Lists the processes of the running project with status, readiness, restarts and last exit. Call it first: for the names that the other tools take, and to see what is wrong. ' +
        'config_error is there when pom.yaml on disk has mistakes and an older configuration is running. ' +
        'Fails with code no-session when nothing is running; the answer says how to start it.',
      inputSchema: z.strictObject({ processes: anyTargets }),
      outputSchema: z.object({
        project: z.object({ name: z.string(), directory: z.string(), started_at: z.string().optional() }),
        processes: z.array(processShape),
        config_error: z.string().optional(),
        warnings: z.array(z.string()).optional(),
      }),
      annotations: READS,
    },
    async ({ processes }, { signal }) => {
      const listed = await bridge.call(signal, async (session) => {
        const list = await session.list(processes);
        return list.ok ? ok({ session: session.hello, processes: list.value }) : list;
      });
      if (!listed.ok) return failureAnswer(listed.failure, directory);
      const { name, dir, startedAt, configError, warnings } = listed.value.session;
      return answer({
        project: { name, directory: dir, started_at: timeText(startedAt) },
        processes: listed.value.processes.map(processFacts),
        config_error: configError?.message,
        warnings: warnings.length === 0 ? undefined : warnings.map(plainText),
      });
    },
  );
}
