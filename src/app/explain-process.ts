import type { Failure } from '../model/failure.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { WhyAnswer } from '../model/why.ts';
import { explain, type WhySubject } from '../model/why-chain.ts';
import { explainUnloaded, withConfiguration } from '../model/why-config.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';
import type { DiskConfiguration } from './disk-configuration.ts';
import type { RunEvidenceKeeper } from './run-evidence.ts';
import { resolveTargets, type Targetable } from './targets.ts';

/** Whom to ask about a process. */
export interface Witnesses {
  readonly supervisor: Supervisor;
  readonly evidence: RunEvidenceKeeper;
  readonly disk: DiskConfiguration;
  readonly names: Targetable;
  /** The mistakes of the configuration on disk, as people see them. */
  readonly configError: string | null;
}

/** Why a process is where it is, or why there is none of that name. */
export function explainProcess(name: string, witnesses: Witnesses): Result<WhyAnswer, Failure> {
  const { supervisor, evidence, disk, names, configError } = witnesses;
  const resolved = resolveTargets([name], names);
  const other = disk.other();
  const view = (process: string): WhySubject | null => {
    const report = supervisor.report(process);
    return report === null ? null : { ...report, runs: evidence.with(process, report.runs) };
  };
  const subject = resolved.ok ? view(resolved.value[0] ?? name) : null;
  if (subject !== null) return ok(withConfiguration({ ...explain(subject, view), configError }, other));
  const unloaded = other === null ? null : explainUnloaded(name, other);
  if (unloaded !== null) return ok({ ...unloaded, configError });
  return resolved.ok ? err({ reason: 'unknown-process', name, suggestion: null }) : resolved;
}
