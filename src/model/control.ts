import type { Diagnostic } from './diagnostic.ts';
import type { EnvironmentVariable, ExplainedVariable } from './environment.ts';
import type { SignalName } from './exit.ts';
import type { Failure } from './failure.ts';
import type { LogsPage, LogsRequest } from './logs-request.ts';
import type { ProbeRecord } from './probe-spec.ts';
import type { ProcessSpec } from './process-spec.ts';
import type { ProcessInfo, ProcessStatus } from './process-status.ts';
import type { ReloadSummary } from './reload-plan.ts';
import type { ResourceHistory } from './resource-history.ts';
import type { ResourceUse } from './resource-use.ts';
import type { Result } from './result.ts';
import type { ReportedRun } from './run-evidence.ts';
import type { RecordedEvent } from './server-event.ts';
import type { TerminalCursor, TerminalPage, TerminalSize } from './terminal.ts';
import type { Timeline } from './timeline.ts';
import type { WatchStatus } from './watch-spec.ts';
import type { WhyAnswer } from './why.ts';

/**
 * The one interface by which a running pom is driven. `app` implements it in process, `ipc/client.ts` over the socket;
 * the dashboard, the HTTP API, the socket server and the commands speak only to it.
 *
 * Targets are names, of processes or of replica sets, or globs (`worker-*`); an empty list means every process. A target that matches nothing fails the
 * whole call with `unknown-process` before anything is done.
 *
 * The three calls that may wait take an `AbortSignal`: aborting it makes them answer as if the time to wait were up.
 * That is how a reader who has gone away stops costing anything.
 */
export interface Control {
  session(): Promise<Result<SessionInfo, Failure>>;
  /** What the session costs at this moment, and what of the logs is stored. */
  usage(): Promise<Result<SessionUsage, Failure>>;
  /** How late its event loop comes to what is due, watched for so long from now on, ten seconds at most. */
  loopDelay(forMs: number): Promise<Result<LoopDelay, Failure>>;
  list(targets: readonly string[]): Promise<Result<readonly ProcessInfo[], Failure>>;
  /** What processes use, each with everything that descends from it. */
  resources(targets: readonly string[]): Promise<Result<readonly ResourceUse[], Failure>>;
  /**
   * The same over time, since the HTTP API is on; before that nothing is measured. Also of processes that were removed.
   *
   * @param afterMs only rows with a greater offset; null: all of them.
   */
  resourceHistory(targets: readonly string[], afterMs: number | null): Promise<Result<ResourceHistory, Failure>>;
  status(name: string): Promise<Result<ProcessReport, Failure>>;
  /**
   * What happened since the session began: runs, failed probes, reloads. Also of processes that were removed.
   *
   * @param since a wall time: without what was over by then, but for the last run of each process. Null: everything.
   */
  timeline(targets: readonly string[], since: number | null): Promise<Result<Timeline, Failure>>;
  /** Why a process is where it is, down to the root. */
  why(name: string): Promise<Result<WhyAnswer, Failure>>;
  environment(name: string): Promise<Result<readonly EnvironmentVariable[], Failure>>;
  /** The same, with everything that was said of each variable; those that were taken away, too. */
  explainEnvironment(name: string): Promise<Result<readonly ExplainedVariable[], Failure>>;

  /** Start, stop or restart. Answers when it is done, or at once when `wait` is false. */
  act(
    verb: ActionVerb,
    targets: readonly string[],
    options: ActionOptions,
  ): Promise<Result<readonly Outcome[], Failure>>;
  signal(targets: readonly string[], signal: SignalName): Promise<Result<readonly Outcome[], Failure>>;
  /**
   * Writes bytes to the terminals or pipes that processes read from. Answers when they have been taken, or after
   * `timeoutMs` (null: no limit), when what has not been read is still on its way.
   */
  send(
    targets: readonly string[],
    bytes: Uint8Array,
    timeoutMs: number | null,
    signal?: AbortSignal,
  ): Promise<Result<readonly Outcome[], Failure>>;
  /**
   * What a process wrote to its terminal after a cursor, as it came; waits up to `waitMs` for something new. Null: the
   * last screenful. `name` must stand for one process.
   */
  terminal(
    name: string,
    after: TerminalCursor | null,
    waitMs: number,
    signal?: AbortSignal,
  ): Promise<Result<TerminalPage, Failure>>;
  /** The size of the terminal of one process, now and in later runs. */
  resizeTerminal(name: string, size: TerminalSize): Promise<Result<void, Failure>>;
  /**
   * Has a replica set run as so many processes, over reloads, until its `replicas` is edited. Answers, when it is done,
   * for those that were added or removed; the others are not touched.
   */
  scale(name: string, replicas: number): Promise<Result<readonly Outcome[], Failure>>;
  /** Answers when every target has reached the goal, when one can no longer reach it, or when time is up. */
  wait(
    targets: readonly string[],
    goal: WaitGoal,
    timeoutMs: number | null,
    signal?: AbortSignal,
  ): Promise<Result<readonly Outcome[], Failure>>;

  logs(request: LogsRequest, signal?: AbortSignal): Promise<Result<LogsPage, Failure>>;
  /** Events with an id greater than `after`; waits up to `waitMs` for the first. Null: from now on. */
  events(after: number | null, waitMs: number, signal?: AbortSignal): Promise<Result<EventsPage, Failure>>;

  /** The resolved configuration that is running, as the JSON text that `pom config --json` prints. */
  configuration(): Promise<Result<string, Failure>>;
  /** What a reload would do now, without doing it. */
  plan(): Promise<Result<ReloadSummary, Failure>>;
  /** Loads the configuration and applies it. Answers when it has been applied. */
  reload(): Promise<Result<ReloadSummary, Failure>>;
  /** Stops everything in order and ends the session. Answers when every group is empty. */
  shutdown(): Promise<Result<readonly Outcome[], Failure>>;
}

export type ActionVerb = 'start' | 'stop' | 'restart';

export interface ActionOptions {
  readonly wait: boolean;
  /** Start what the targets depend on, too. Only `start` looks at it. */
  readonly dependencies: boolean;
}

/** `running`: it has a live child; `ready`: it is ready, or runs without a readiness check, completed well, or waits for its time. */
export type WaitGoal = 'ready' | 'running' | 'exit' | 'stopped';

/** What became of one target. */
export interface Outcome {
  readonly name: string;
  readonly ok: boolean;
  readonly status: ProcessStatus;
  /** Null when `ok`. */
  readonly error: Failure | null;
  /** Of a start: what was started with it, because it needs that and nobody had asked for it. Left out when there is nothing. */
  readonly alsoStarted?: readonly string[];
}

export interface SessionInfo {
  readonly name: string;
  /** Absolute: the project's directory. */
  readonly dir: string;
  readonly pid: number;
  readonly socket: string;
  readonly startedAt: number;
  /** Why the last reload was refused; null when the running configuration is the one in the files. */
  readonly configError: ConfigError | null;
  /** What is not as it should be, and does not stop anything: "files are polled, the watch limit is reached". */
  readonly warnings: readonly string[];
}

export interface SessionUsage {
  /** Resident bytes of the session's own process. */
  readonly memory: number;
  /** What all logs together occupy in memory, text and index. */
  readonly logBytes: number;
  /** What they may occupy. */
  readonly logBudgetBytes: number;
  /** Of every process that has logs, in no particular order. */
  readonly logs: readonly StoredLogs[];
}

/** How late an event loop came to what was due, ms. */
export interface LoopDelay {
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** What is stored of one process's log. Lines that have not ended are not counted. */
export interface StoredLogs {
  readonly process: string;
  readonly lines: number;
  /** Of the lines, without newlines. */
  readonly bytes: number;
  /** Lines that were stored and are no longer: all of them are older than the first. */
  readonly evictedLines: number;
  /** Of those, without newlines. */
  readonly evictedBytes: number;
  /** Id of the oldest line; null when none is stored. */
  readonly firstId: number | null;
}

export interface ConfigError {
  /** As printed by `pom check`, without colour. */
  readonly message: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Everything about one process. */
export interface ProcessReport {
  readonly process: ProcessInfo;
  readonly spec: ProcessSpec;
  /** Oldest first; the current run is the last. */
  readonly runs: readonly ReportedRun[];
  /** The last twenty, oldest first. */
  readonly probes: readonly ProbeRecord[];
  /** What the current or last run has said of itself by sd_notify (STATUS=…). */
  readonly says: string | null;
  /** Null: files are nothing to it, or it is not wanted. */
  readonly watch: WatchStatus | null;
  readonly dependents: readonly string[];
  /** Where it listens, or will, in the order of `ports`. */
  readonly ports: readonly number[];
}

export interface EventsPage {
  readonly events: readonly RecordedEvent[];
  /** The cursor to ask with next. */
  readonly next: number;
  /** Events after the cursor that are no longer kept. */
  readonly missed: number;
}
