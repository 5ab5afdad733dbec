import type { Failure } from '../model/failure.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { WhyAnswer } from '../model/why.ts';
import { explain, type WhySubject } from '../model/why-chain.ts';
import { explainUnloaded, type OtherConfiguration, withConfiguration } from '../model/why-config.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';
import type { Reloader } from './reloader.ts';
import type { RunEvidenceKeeper } from './run-evidence.ts';
import { resolveTargets, type Targetable } from './targets.ts';

/** Whom to ask about a process. */
export interface Witnesses {
  readonly supervisor: Supervisor;
  readonly evidence: RunEvidenceKeeper;
  readonly reloader: Reloader;
  readonly names: Targetable;
  /** The mistakes of the configuration on disk, as people see them. */
  readonly configError: string | null;
}

/** Why a process is where it is, or why there is none of that name. */
export async function explainProcess(name: string, witnesses: Witnesses): Promise<Result<WhyAnswer, Failure>> {
  const { supervisor, evidence, reloader, names, configError } = witnesses;
  const resolved = resolveTargets([name], names);
  const other = await otherConfiguration(reloader);
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

/** Null: the configuration on disk is the one that runs, or is just being loaded. */
async function otherConfiguration(reloader: Reloader): Promise<OtherConfiguration | null> {
  const { rejected, project } = reloader;
  if (rejected !== null) return { is: 'refused', ...rejected };
  // What is edited is taken over within moments otherwise, and reading it costs more than all the rest.
  if (project.reload === 'auto') return null;
  const plan = await reloader.plan();
  if (plan.ok) return { is: 'newer', plan: plan.value };
  if (plan.failure.reason !== 'invalid-config') return null;
  return { is: 'refused', diagnostics: plan.failure.diagnostics, names: null };
}
