import type { Outcome, ProcessReport, SessionInfo } from '../model/control.ts';
import type { Failure } from '../model/failure.ts';
import { failureMessage } from '../model/failure-message.ts';

/**
 * What scripts read, where it is not simply what `Control` answers: the shapes of `--json` and of the HTTP API. Written
 * as `json.ts` says.
 */

/** A session as part of a list of its processes. */
export function sessionFacts({ name, dir, pid, startedAt, configError }: SessionInfo): object {
  return { name, dir, pid, startedAt, configError: configError?.message ?? null };
}

/** One process with all there is to know of it. */
export function reportFacts({ process, ...rest }: ProcessReport, { configError }: SessionInfo): object {
  return { ...process, ...rest, configError: configError?.message ?? null };
}

/**
 * `{name, ok, status, error}` for each target, with the error as a code and a sentence, and `also_started` where the
 * start of it started others that it needs.
 */
export function outcomeFacts(outcomes: readonly Outcome[]): readonly object[] {
  return outcomes.map(({ name, ok, status, error, alsoStarted }) => ({
    name,
    ok,
    status,
    error: error === null ? null : { code: error.reason, message: failureMessage(error) },
    ...(alsoStarted === undefined ? {} : { also_started: alsoStarted }),
  }));
}

/** A code to switch on, a sentence to show, and the facts. */
export function failureFacts(failure: Failure): object {
  const { reason, ...facts } = failure;
  return { code: reason, message: failureMessage(failure), ...facts };
}
