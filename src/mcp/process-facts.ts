import * as z from 'zod/v4';
import type { Exit } from '../model/exit.ts';
import { causeMessage } from '../model/failure-message.ts';
import type { ProcessInfo } from '../model/process-status.ts';
import { plainText } from '../util/terminal-text.ts';
import { formatTimestamp } from '../wire/timestamp.ts';

export const exitShape = z.object({ code: z.number().nullable(), signal: z.string().nullable() });

/** One process as tools give it. What there is nothing to say about is left out: fewer tokens. */
export const processShape = z.object({
  name: z.string(),
  status: z
    .string()
    .describe(
      'disabled, pending (waits for a dependency), starting, running, stopping, backoff (crashed, restarted at retry_at), scheduled, stopped (by wish), completed (ended well), crashed (ended badly), skipped (a dependency can never be satisfied)',
    ),
  ready: z.boolean().optional().describe('Whether its readiness check holds; left out when it has none.'),
  pid: z.number().optional(),
  run: z.number().describe('Number of the current or last run, from 1; 0 before the first.'),
  restarts: z.number(),
  started_at: z.string().optional(),
  uptime_seconds: z.number().optional(),
  exit: exitShape.optional().describe('How the last run that ended did so: code or signal.'),
  why: z.string().optional().describe('Why it is in this status, where the status alone does not say it.'),
  waiting_for: z.array(z.string()).optional(),
  retry_at: z.string().optional(),
  next_run_at: z.string().optional(),
  cpu: z.number().optional().describe('Fraction of one core.'),
  memory_bytes: z.number().optional(),
  replica_of: z.string().optional(),
});

export function processFacts(process: ProcessInfo): z.infer<typeof processShape> {
  const { name, status, ready, pid, run, restarts, startedAt, uptimeMs, exit, cause, waitingFor } = process;
  return {
    name,
    status,
    ready: ready ?? undefined,
    pid: pid ?? undefined,
    run,
    restarts,
    started_at: timeText(startedAt),
    uptime_seconds: uptimeMs === null ? undefined : Math.round(uptimeMs / 1000),
    exit: exitFacts(exit),
    why: cause === null ? undefined : plainText(causeMessage(cause)),
    waiting_for: waitingFor.length === 0 ? undefined : [...waitingFor],
    retry_at: timeText(process.retryAt),
    next_run_at: timeText(process.nextRunAt),
    cpu: process.cpu === null ? undefined : Math.round(process.cpu * 1000) / 1000,
    memory_bytes: process.memory ?? undefined,
    replica_of: process.replicaOf ?? undefined,
  };
}

export function exitFacts(exit: Exit | null): z.infer<typeof exitShape> | undefined {
  return exit === null ? undefined : { code: exit.code, signal: exit.signal };
}

/** A wall time to the second. */
export function timeText(ms: number | null): string | undefined {
  return ms === null ? undefined : formatTimestamp(Math.floor(ms / 1000) * 1000)?.replace('.000000Z', 'Z');
}
