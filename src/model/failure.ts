import type { Diagnostic } from './diagnostic.ts';
import type { PortHolder } from './ports.ts';

/**
 * What can go wrong in a correct pom. Each member has a literal `reason` and the facts a reader needs, and no prose:
 * `failure-message.ts` writes the sentences.
 */
export type Failure =
  | InvalidConfig
  | NoProject
  | UnknownProcess
  | ProcessNotRunning
  | NoInput
  | NoTerminal
  | NoSession
  | SessionUnresponsive
  | SessionExists
  | LeftBehind
  | SocketFailure
  | HttpFailure
  | RuntimeDirectoryUnsafe
  | BadRequest
  | InvalidPattern
  | TimedOut
  | Impossible
  | OperationFailed
  | SpawnFailure
  | EnvironmentFailure;

/** The literal that identifies a kind of failure, on the wire and in `--json`. */
export type FailureReason = Failure['reason'];

/** The configuration has mistakes: all of them, in the order of the text. */
export interface InvalidConfig {
  readonly reason: 'invalid-config';
  readonly diagnostics: readonly Diagnostic[];
}

/** There is no configuration where one was looked for. */
export interface NoProject {
  readonly reason: 'no-project';
  /** Absolute: the directory looked from, and upwards. */
  readonly directory: string;
  /** Absolute: the file that was asked for (`-f`) and is not there; null when none was asked for. */
  readonly file: string | null;
  readonly problem: 'none-found' | 'no-such-directory' | 'no-such-file';
}

/** A name, or a glob, that stands for no process. */
export interface UnknownProcess {
  readonly reason: 'unknown-process';
  readonly name: string;
  /** A name close to it, if there is one. */
  readonly suggestion: string | null;
}

/** The verb needs a live run and there is none. */
export interface ProcessNotRunning {
  readonly reason: 'process-not-running';
  readonly name: string;
}

/** Something was sent to a process that has nothing to read from. */
export interface NoInput {
  readonly reason: 'no-input';
  readonly name: string;
}

/** The process has no terminal. */
export interface NoTerminal {
  readonly reason: 'no-terminal';
  readonly name: string;
}

/** No session of this project is running. */
export interface NoSession {
  readonly reason: 'no-session';
}

/** The socket accepts and does not answer: the session is stopped (SIGSTOP) or stuck. */
export interface SessionUnresponsive {
  readonly reason: 'session-unresponsive';
  readonly timeoutMs: number;
}

/** Another session holds the project's lock. */
export interface SessionExists {
  readonly reason: 'session-exists';
  readonly socketPath: string;
}

/** Processes that a session has left when it was killed, and that cannot be ended. */
export interface LeftBehind {
  readonly reason: 'left-behind';
  readonly pids: readonly number[];
}

/** The socket cannot be listened on, or broke while in use. */
export interface SocketFailure {
  readonly reason: 'socket-failed';
  readonly socketPath: string;
  /** A Node error code such as `ECONNRESET`, or a sentence. */
  readonly detail: string;
}

/** The HTTP API cannot listen. */
export interface HttpFailure {
  readonly reason: 'http-failed';
  /** As it was asked for: `HOST:PORT`. */
  readonly address: string;
  /** A Node error code such as `EADDRINUSE`, or a sentence. */
  readonly detail: string;
}

/** The directory for sockets and locks cannot be trusted. */
export interface RuntimeDirectoryUnsafe {
  readonly reason: 'runtime-directory-unsafe';
  readonly path: string;
  readonly problem:
    | 'not-a-directory'
    | 'not-owned'
    | 'accessible-to-others'
    | 'unreachable'
    | 'cannot-create'
    | 'too-long';
}

/** A request that makes no sense; `detail` says why. */
export interface BadRequest {
  readonly reason: 'bad-request';
  readonly detail: string;
}

/** A regular expression that does not parse. */
export interface InvalidPattern {
  readonly reason: 'invalid-pattern';
  readonly pattern: string;
  readonly detail: string;
}

export interface TimedOut {
  readonly reason: 'timed-out';
  readonly waitedMs: number;
}

/** What was waited for can no longer happen. */
export interface Impossible {
  readonly reason: 'impossible';
  readonly detail: string;
}

/** The operation was carried out and did not succeed, for a reason no other member names. */
export interface OperationFailed {
  readonly reason: 'operation-failed';
  readonly detail: string;
}

/** A child could not be spawned. */
export type SpawnFailure =
  | { readonly reason: 'command-not-found'; readonly command: string }
  | { readonly reason: 'not-executable'; readonly command: string }
  | {
      readonly reason: 'bad-cwd';
      readonly cwd: string;
      readonly problem: 'missing' | 'not-a-directory' | 'not-accessible';
    }
  /** There are no pseudo-terminals here; `detail` says what to do about it. */
  | { readonly reason: 'terminal-unavailable'; readonly detail: string }
  /** EMFILE, ENFILE, EAGAIN, ENOMEM, ENOBUFS: worth another try later. */
  | { readonly reason: 'out-of-resources'; readonly code: string }
  | PortTaken
  | { readonly reason: 'arguments-too-long' }
  | { readonly reason: 'executable-busy'; readonly command: string }
  /** `user` names nobody that the system knows. */
  | { readonly reason: 'unknown-user'; readonly user: string }
  /** It takes root to do `what`. */
  | { readonly reason: 'not-permitted'; readonly what: string }
  | NotifyUnavailable
  | { readonly reason: 'spawn-error'; readonly code: string; readonly detail: string }
  | EnvironmentFailure;

/**
 * Whether a spawn failed for want of something that comes back by itself: that says nothing about the process, so it is
 * tried again whatever its restart policy is.
 */
export function isPassing({ reason }: SpawnFailure): boolean {
  return reason === 'out-of-resources' || reason === 'executable-busy';
}

/** Somebody listens on a port that the process is going to listen on. */
export interface PortTaken {
  readonly reason: 'port-taken';
  /** Null: the process may listen on any address. */
  readonly host: string | null;
  readonly port: number;
  /** Null: nobody can tell, as with what belongs to another user. */
  readonly holder: PortHolder | null;
}

/** The process has a `notify` check, and nobody can listen to it. */
export interface NotifyUnavailable {
  readonly reason: 'notify-unavailable';
  readonly detail: string;
}

/** An environment file that is required cannot be read, or a `${VAR:?message}` is not set. */
export interface EnvironmentFailure {
  readonly reason: 'bad-environment';
  readonly detail: string;
}
