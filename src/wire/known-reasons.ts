import type { FailureReason } from '../model/failure.ts';

/** A session that is newer than its client may fail for reasons that the client has no facts or sentence for. */
export function isKnownReason(reason: string): reason is FailureReason {
  return Object.hasOwn(KNOWN_REASONS, reason);
}

/** A record and not a list, so that the compiler misses none. */
const KNOWN_REASONS: Readonly<Record<FailureReason, true>> = {
  'invalid-config': true,
  'unknown-process': true,
  'process-not-running': true,
  'no-input': true,
  'no-terminal': true,
  'no-project': true,
  'no-session': true,
  'session-unresponsive': true,
  'session-exists': true,
  'left-behind': true,
  'socket-failed': true,
  'http-failed': true,
  'runtime-directory-unsafe': true,
  'bad-request': true,
  'invalid-pattern': true,
  'timed-out': true,
  impossible: true,
  'operation-failed': true,
  'command-not-found': true,
  'not-executable': true,
  'bad-cwd': true,
  'out-of-resources': true,
  'port-taken': true,
  'arguments-too-long': true,
  'executable-busy': true,
  'unknown-user': true,
  'not-permitted': true,
  'notify-unavailable': true,
  'spawn-error': true,
  'terminal-unavailable': true,
  'bad-environment': true,
};
