/** How an OS process ended. Exactly one of the two is set: a signal is never written as a code. */
export type Exit =
  | { readonly code: number; readonly signal: null }
  | { readonly code: null; readonly signal: SignalName };

/** A signal as `kill -l` spells it, with the prefix: `SIGTERM`. */
export type SignalName = NodeJS.Signals;

/** True when `exit` is one of the codes that count as success. Death by signal never does. */
export function isSuccess(exit: Exit, successExitCodes: readonly number[]): boolean {
  return exit.code !== null && successExitCodes.includes(exit.code);
}
