import type { FailureReason } from '../model/failure.ts';

/** What a program should do about a failure, next to the sentence that says what it is; null: that says it all. */
export function adviceFor(reason: FailureReason, directory: string): string | null {
  switch (reason) {
    case 'no-session':
      return `Run "pom up -d --wait" in a shell in ${directory}: it starts the project in the background and returns when it is ready. Then call this tool again. These tools never start a session. "pom logs" in that shell prints what the last session has left.`;
    case 'no-project':
      return `There is no pom.yaml in ${directory} or above it. Start this server in the directory of the project, or with "pom mcp -C DIR".`;
    case 'unknown-process':
      return 'Call pom_list for the names of the processes. Globs such as "worker-*" work, too.';
    case 'invalid-pattern':
      return 'Patterns are RE2: there are no lookarounds and no backreferences. For literal text use "search" instead of "regex".';
    case 'session-unresponsive':
      return 'Call again in a few seconds. If that does not help, "pom doctor" in a shell says what is wrong.';
    case 'socket-failed':
      return 'The session has ended or was restarted during the call. Call pom_list to see whether one is running.';
    default:
      return null;
  }
}
