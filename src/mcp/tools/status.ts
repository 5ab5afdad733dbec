import * as z from 'zod/v4';
import type { ProcessReport } from '../../model/control.ts';
import type { Failure } from '../../model/failure.ts';
import { causeMessage } from '../../model/failure-message.ts';
import { argvOf, type Command } from '../../model/process-spec.ts';
import { ok, type Result } from '../../model/result.ts';
import type { ReportedRun } from '../../model/run-evidence.ts';
import { plainText } from '../../util/terminal-text.ts';
import { answer, failureAnswer } from '../answer.ts';
import type { OpenSession } from '../bridge.ts';
import { exitFacts, exitShape, processFacts, processShape, timeText } from '../process-facts.ts';
import { READS, type ToolKit } from '../tool.ts';

const RUNS_GIVEN = 5;
const PROBES_GIVEN = 5;
const LAST_LINES_GIVEN = 20;

const reportShape = processShape.extend({
  description: z.string().optional(),
  command: z.string(),
  directory: z.string(),
  depends_on: z.array(z.object({ process: z.string(), condition: z.string() })),
  needed_by: z.array(z.string()),
  restart: z.string().describe('never, on-failure or always.'),
  ports: z.array(z.number()),
  says: z.string().optional().describe('What it said of itself by sd_notify.'),
  runs: z
    .array(
      z.object({
        run: z.number(),
        started_at: z.string().optional(),
        ended_at: z.string().optional(),
        exit: exitShape.optional(),
        why: z.string().optional(),
      }),
    )
    .describe(`The last ${RUNS_GIVEN}, oldest first.`),
  probes: z
    .array(
      z.object({ at: z.string().optional(), for: z.string(), kind: z.string(), ok: z.boolean(), answer: z.string() }),
    )
    .describe(`The last ${PROBES_GIVEN} answers of readiness and liveness checks, oldest first.`),
  last_failure: z
    .object({ run: z.number(), lines: z.array(z.string()) })
    .optional()
    .describe('The last lines of the last run that ended badly, as they were then.'),
});

/** `pom_status`: everything about one process. */
export function registerStatus({ server, bridge, directory }: ToolKit): void {
  server.registerTool(
    'pom_status',
    {
      title: 'Status of a process',
      description:
        'Tells everything about one process: command, directory, dependencies, ports, its last runs and how they ended, what its checks answered, the last lines of the run that failed. ' +
        'Use it when pom_list is not enough; for the cause of trouble pom_why is shorter. The name of a replica set gives each replica.',
      inputSchema: z.strictObject({ name: z.string().min(1).describe('Name of a process or a replica set.') }),
      outputSchema: z.object({ processes: z.array(reportShape) }),
      annotations: READS,
    },
    async ({ name }, { signal }) => {
      const reports = await bridge.call(signal, (session) => reportsOf(session, name));
      if (!reports.ok) return failureAnswer(reports.failure, directory);
      return answer({ processes: reports.value.map(reportFacts) });
    },
  );
}

async function reportsOf(session: OpenSession, name: string): Promise<Result<readonly ProcessReport[], Failure>> {
  const named = await session.list([name]);
  if (!named.ok) return named;
  const reports: ProcessReport[] = [];
  for (const process of named.value) {
    const report = await session.status(process.name);
    if (!report.ok) return report;
    reports.push(report.value);
  }
  return ok(reports);
}

function reportFacts({
  process,
  spec,
  runs,
  probes,
  says,
  dependents,
  ports,
}: ProcessReport): z.infer<typeof reportShape> {
  return {
    ...processFacts(process),
    description: spec.description === null ? undefined : plainText(spec.description),
    command: commandText(spec.command),
    directory: spec.cwd,
    depends_on: spec.dependsOn.map(({ process: name, condition }) => ({ process: name, condition })),
    needed_by: [...dependents],
    restart: spec.restart.policy,
    ports: [...ports],
    says: says === null ? undefined : plainText(says),
    runs: runs.slice(-RUNS_GIVEN).map(runFacts),
    probes: probes.slice(-PROBES_GIVEN).map(({ at, purpose, kind, ok: isGood, answer: said }) => ({
      at: timeText(at),
      for: purpose,
      kind,
      ok: isGood,
      answer: plainText(said),
    })),
    last_failure: lastFailure(runs),
  };
}

function runFacts({ run, startedAt, endedAt, exit, cause }: ReportedRun) {
  return {
    run,
    started_at: timeText(startedAt),
    ended_at: timeText(endedAt),
    exit: exitFacts(exit),
    why: cause === null ? undefined : plainText(causeMessage(cause)),
  };
}

function lastFailure(runs: readonly ReportedRun[]): z.infer<typeof reportShape>['last_failure'] {
  const failed = runs.findLast(({ evidence }) => evidence !== null);
  if (failed === undefined) return undefined;
  const lines = failed.evidence?.lines ?? [];
  return { run: failed.run, lines: lines.slice(-LAST_LINES_GIVEN).map(({ line }) => plainText(line)) };
}

function commandText(command: Command): string {
  return command.kind === 'shell' ? command.text : JSON.stringify(argvOf(command));
}
