import type { Outcome } from '../model/control.ts';
import type { Failure } from '../model/failure.ts';

/** What the exit codes of every command mean; `pom up` may also end with a child's own code. */
export const ExitCode = {
  done: 0,
  /** The operation was carried out and failed. */
  failed: 1,
  /** Bad usage or bad configuration: nothing was done. */
  misuse: 2,
  noSession: 3,
  noSuchProcess: 4,
  timedOut: 5,
  /** What was waited for can no longer happen. */
  impossible: 6,
  /** A bug in pom; EX_SOFTWARE of sysexits(3). */
  crashed: 70,
} as const;

/** By shell convention, death by signal n is 128 + n. */
export const SIGNAL_EXIT_CODE = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

export function exitCodeOfFailure(failure: Failure): number {
  switch (failure.reason) {
    case 'invalid-config':
    case 'no-project':
    case 'bad-request':
    case 'invalid-pattern':
      return ExitCode.misuse;
    case 'no-session':
      return ExitCode.noSession;
    case 'unknown-process':
      return ExitCode.noSuchProcess;
    case 'timed-out':
      return ExitCode.timedOut;
    case 'impossible':
      return ExitCode.impossible;
    default:
      return ExitCode.failed;
  }
}

/** Of several targets the worst counts: one that can never succeed says more than one that is late. */
export function exitCodeOfOutcomes(outcomes: readonly Outcome[]): number {
  const codes = outcomes.map(({ error }) => (error === null ? ExitCode.done : exitCodeOfFailure(error)));
  return Math.max(ExitCode.done, ...codes);
}
