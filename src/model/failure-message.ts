import type { Exit } from './exit.ts';
import type { Failure, NoProject, PortTaken, RuntimeDirectoryUnsafe, SpawnFailure } from './failure.ts';
import type { DependencyCause, DependencyLink, StatusCause } from './process-status.ts';

/**
 * The one place where failures become sentences; the command line, the wire and the dashboard all show these.
 * Lower case, no full stop, what to do about it last.
 */
export function failureMessage(failure: Failure): string {
  switch (failure.reason) {
    case 'invalid-config': {
      const errors = failure.diagnostics.filter(({ severity }) => severity === 'error').length;
      return `the configuration has ${errors === 1 ? 'a mistake' : `${errors} mistakes`}; "pom check" shows ${errors === 1 ? 'it' : 'them'}`;
    }
    case 'no-project':
      return noProjectMessage(failure);
    case 'unknown-process':
      return `no process is called "${failure.name}"${failure.suggestion === null ? '' : `; did you mean "${failure.suggestion}"?`}`;
    case 'process-not-running':
      return `"${failure.name}" is not running`;
    case 'no-input':
      return `"${failure.name}" reads no input; give it "stdin: pipe" or "tty: true"`;
    case 'no-terminal':
      return `"${failure.name}" has no terminal; give it "tty: true"`;
    case 'no-session':
      return 'no session of this project is running; "pom up" starts one';
    case 'session-unresponsive':
      return `the session accepts connections but has not answered for ${failure.timeoutMs} ms; is it stopped or stuck?`;
    case 'session-exists':
      return 'a session of this project is running already';
    case 'left-behind':
      return `processes of the session before this one are still alive and cannot be ended: ${failure.pids.join(', ')}`;
    case 'socket-failed':
      return `the socket ${failure.socketPath} failed: ${failure.detail}`;
    case 'http-failed':
      return `the HTTP API cannot listen on ${failure.address}: ${httpDetail(failure.detail)}`;
    case 'runtime-directory-unsafe':
      return unsafeDirectoryMessage(failure);
    case 'bad-request':
      return failure.detail;
    case 'invalid-pattern':
      return `the regular expression "${failure.pattern}" is not valid: ${failure.detail}`;
    case 'timed-out':
      return `timed out after ${failure.waitedMs} ms`;
    case 'impossible':
      return failure.detail;
    case 'operation-failed':
      return failure.detail;
    default:
      return spawnFailureMessage(failure);
  }
}

function httpDetail(detail: string): string {
  switch (detail) {
    case 'EADDRINUSE':
      return 'somebody else listens there; choose another port, or 0 for any';
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return 'this machine has no such address';
    case 'EACCES':
      return 'that port is not open to this user';
    default:
      return detail;
  }
}

export function spawnFailureMessage(failure: SpawnFailure): string {
  switch (failure.reason) {
    case 'command-not-found':
      return `command not found: ${failure.command}`;
    case 'not-executable':
      return `not executable: ${failure.command}`;
    case 'bad-cwd': {
      const problem = {
        missing: 'does not exist',
        'not-a-directory': 'is not a directory',
        'not-accessible': 'cannot be entered',
      };
      return `working directory ${failure.cwd} ${problem[failure.problem]}`;
    }
    case 'out-of-resources':
      return outOfResourcesMessage(failure.code);
    case 'port-taken':
      return portTakenMessage(failure);
    case 'arguments-too-long':
      return 'command and environment together are longer than the system allows (E2BIG)';
    case 'executable-busy':
      return `executable is being written to: ${failure.command}`;
    case 'unknown-user':
      return `there is no user or group ${failure.user}`;
    case 'not-permitted':
      return `only root may ${failure.what}`;
    case 'notify-unavailable':
      return `cannot listen to its notify messages: ${failure.detail}`;
    case 'spawn-error':
      return `cannot be spawned: ${failure.detail} (${failure.code})`;
    case 'bad-environment':
    case 'terminal-unavailable':
      return failure.detail;
    default:
      return failure satisfies never;
  }
}

/** What is short, and which limit says so. */
function outOfResourcesMessage(code: string): string {
  switch (code) {
    case 'EMFILE':
      return 'the session has no file descriptors left for it (EMFILE); raise "ulimit -n" and start the session again';
    case 'ENFILE':
      return 'the system has no file descriptors left (ENFILE); sysctl fs.file-max';
    case 'EAGAIN':
      return 'no more processes may be made (EAGAIN); "ulimit -u", or pids.max of the cgroup';
    case 'ENOMEM':
      return 'there is no memory left for another process (ENOMEM)';
    default:
      return `the system is out of resources (${code})`;
  }
}

function portTakenMessage({ host, port, holder }: PortTaken): string {
  const where = host === null ? `port ${port}` : `port ${port} of ${host}`;
  if (holder === null) return `${where} is taken, by a process that cannot be seen`;
  const whose = holder.process === null ? '' : ` of "${holder.process}"`;
  const command = holder.command === '' ? '' : `: ${holder.command}`;
  return `${where} is taken by pid ${holder.pid}${whose}${command}`;
}

export function exitMessage(exit: Exit): string {
  return exit.signal === null ? `exited with code ${exit.code}` : `was killed by ${exit.signal}`;
}

export function causeMessage(cause: StatusCause): string {
  switch (cause.reason) {
    case 'spawn-failed':
      return spawnFailureMessage(cause.failure);
    case 'exited':
      return exitMessage(cause.exit);
    case 'too-many-restarts':
      return `gave up after ${cause.restarts} ${cause.restarts === 1 ? 'restart' : 'restarts'}${cause.exit === null ? '' : `; it ${exitMessage(cause.exit)}`}`;
    case 'dependency':
      return dependencyMessage(cause);
    case 'probe-failed': {
      const verdict = cause.purpose === 'ready' ? 'was not ready in time' : 'was no longer alive';
      return `${verdict}: ${cause.kind === null ? '' : `${cause.kind}: `}${cause.answer}`;
    }
    case 'memory-limit':
      return `used ${mebibytes(cause.bytes)} of memory, and may use ${mebibytes(cause.limitBytes)}`;
    case 'file-changed':
      return `${cause.file} was changed`;
    case 'group-survived':
      if (cause.pids.length === 0) return 'it could not be seen whether processes of its group are still alive';
      return `processes of its group are still alive: ${cause.pids.join(', ')}`;
    default:
      return cause satisfies never;
  }
}

/** `needs api, which needs db (crashed, exit 1)` */
function dependencyMessage({ chain }: DependencyCause): string {
  const steps = chain.map((link, index) => (index === chain.length - 1 ? linkMessage(link) : link.process));
  return `needs ${steps.join(', which needs ')}`;
}

function linkMessage({ process, status, condition, cause, waitedMs }: DependencyLink): string {
  const goal = condition.replace('_', ' ');
  if (waitedMs !== null) return `${process} (${status}, not ${goal} within ${waitedMs / 1000}s)`;
  if (cause === null) return `${process} (${status})`;
  if (cause.reason !== 'exited') return `${process} (${status}: ${causeMessage(cause)})`;
  return `${process} (${status}, ${cause.exit.signal ?? `exit ${cause.exit.code}`})`;
}

function noProjectMessage({ directory, file, problem }: NoProject): string {
  switch (problem) {
    case 'none-found':
      return `no pom.yaml in ${directory} or any directory above it`;
    case 'no-such-directory':
      return `there is no directory ${directory}`;
    case 'no-such-file':
      return `there is no file ${file ?? directory}`;
    default:
      return problem satisfies never;
  }
}

function unsafeDirectoryMessage({ path, problem }: RuntimeDirectoryUnsafe): string {
  const text = {
    'not-a-directory': 'is not a directory; remove it',
    'not-owned': 'belongs to another user; have it removed, or set another one in the environment',
    'accessible-to-others': 'is accessible to other users; "chmod 700" it',
    unreachable: 'cannot be reached: something on the way to it is no directory, or may not be entered',
    'cannot-create': 'cannot be created; is the disk full, or read-only?',
    'too-long': 'is too long for a socket path; set XDG_RUNTIME_DIR to a shorter one',
  };
  return `the directory ${path} ${text[problem]}`;
}

function mebibytes(bytes: number): string {
  return `${Math.round((bytes / 2 ** 20) * 10) / 10} MiB`;
}
