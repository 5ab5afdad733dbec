import { causeMessage } from './failure-message.ts';
import type { ProbeRecord } from './probe-spec.ts';
import type { DependencyCause, ProcessInfo, StatusCause } from './process-status.ts';
import type { ReportedRun } from './run-evidence.ts';
import { type WhyCode, type WhyLink, whyLink } from './why.ts';

/** What a cause says about the process that has it: one link, or two where one reason hides another of the same process. */
export function linksOfCause(
  process: ProcessInfo,
  cause: StatusCause,
  runs: readonly ReportedRun[],
  probes: readonly ProbeRecord[],
): readonly WhyLink[] {
  const last = runs.findLast(({ endedAt }) => endedAt !== null) ?? null;
  const records = last?.evidence?.probes ?? probes.filter(({ run }) => run === last?.run);
  const own = linkOf(process, cause, last, records);
  if (cause.reason !== 'too-many-restarts' || last === null) return [own];
  const inner: StatusCause | null = last.cause ?? (last.exit === null ? null : { reason: 'exited', exit: last.exit });
  return inner === null || inner.reason === 'too-many-restarts' ? [own] : [own, linkOf(process, inner, last, records)];
}

function linkOf(
  { name, status }: ProcessInfo,
  cause: StatusCause,
  last: ReportedRun | null,
  probes: readonly ProbeRecord[],
): WhyLink {
  const isDependency = cause.reason === 'dependency';
  const purpose = cause.reason === 'probe-failed' ? cause.purpose : null;
  return whyLink(name, codeOf(cause), status, messageOf(cause), {
    run: isDependency ? null : (last?.run ?? null),
    exit: cause.reason === 'exited' ? cause.exit : isDependency ? null : (last?.exit ?? null),
    at: isDependency ? null : (last?.endedAt ?? null),
    failure: cause.reason === 'spawn-failed' ? cause.failure : null,
    probe: probes.findLast((record) => record.purpose === purpose && !record.ok) ?? null,
  });
}

function messageOf(cause: StatusCause): string {
  if (cause.reason === 'dependency') return needs(cause);
  // What went wrong with a spawn is said without a subject: `command not found: x`.
  return `${cause.reason === 'spawn-failed' ? 'could not be started: ' : ''}${causeMessage(cause)}`;
}

function needs(cause: DependencyCause): string {
  const waitedMs = waitedMsOf(cause);
  return waitedMs === null ? `needs ${cause.process}` : `waited in vain ${waitedMs / 1000} s for ${cause.process}`;
}

function waitedMsOf({ chain }: DependencyCause): number | null {
  return chain[0]?.waitedMs ?? null;
}

function codeOf(cause: StatusCause): WhyCode {
  switch (cause.reason) {
    case 'spawn-failed':
      return cause.failure.reason;
    case 'exited':
      return cause.exit.signal === null ? 'exited' : 'killed';
    case 'too-many-restarts':
      return 'too-many-restarts';
    case 'dependency':
      return waitedMsOf(cause) === null ? 'dependency-failed' : 'dependency-late';
    case 'probe-failed':
      return cause.purpose === 'ready' ? 'not-ready-in-time' : 'not-alive';
    case 'memory-limit':
      return 'memory-limit';
    case 'file-changed':
      return 'file-changed';
    case 'group-survived':
      return 'group-survived';
    default:
      return cause satisfies never;
  }
}
