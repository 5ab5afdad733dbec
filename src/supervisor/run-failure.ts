import { isSuccess } from '../model/exit.ts';
import type { ProcessSpec } from '../model/process-spec.ts';
import type { RunRecord } from '../model/process-status.ts';
import type { ProcessState } from './process-state.ts';

/** Whether a run that is over went badly, as opposed to well, or to its end because somebody wished for that. */
export function hasFailed(record: RunRecord, state: ProcessState, { successExitCodes }: ProcessSpec): boolean {
  // Stopped because its files changed: that is a wish, too.
  if (record.cause !== null && record.cause.reason !== 'file-changed') return true;
  return record.exit !== null && !isSuccess(record.exit, successExitCodes) && !endsByWish(state);
}

function endsByWish({ phase }: ProcessState): boolean {
  const sequel =
    phase.kind === 'starting' || phase.kind === 'stopping' || phase.kind === 'survived' ? phase.sequel : null;
  return sequel?.kind === 'rest' || sequel?.kind === 'rerun';
}
