import type {
  EventsPage,
  LoopDelay,
  Outcome,
  ProcessReport,
  SessionInfo,
  SessionUsage,
  WaitGoal,
} from '../model/control.ts';
import type { EnvironmentVariable, ExplainedVariable } from '../model/environment.ts';
import type { SignalName } from '../model/exit.ts';
import type { Failure, FailureReason } from '../model/failure.ts';
import type { LogsPage, LogsRequest } from '../model/logs-request.ts';
import type { ProcessInfo } from '../model/process-status.ts';
import type { ReloadSummary } from '../model/reload-plan.ts';
import type { ResourceHistory } from '../model/resource-history.ts';
import type { ResourceUse } from '../model/resource-use.ts';
import type { TerminalCursor, TerminalSize } from '../model/terminal.ts';
import type { Timeline } from '../model/timeline.ts';
import type { WhyAnswer } from '../model/why.ts';

/**
 * What travels over the socket: one JSON object per line, spelled by the rule of `json.ts` (`processId` here is
 * `process_id` there). Every field but `type` and those marked below may be left out of a request.
 *
 * A request may carry an `id`, a string or a number of the client's choosing, which its reply repeats. Requests with an
 * id are carried out at once and may be answered in any order; those without are carried out and answered one after
 * the other.
 */
export type ClientRequest =
  /** The protocol that the client speaks; the reply says which one the session speaks. */
  | { readonly type: 'Hello'; readonly protocol: number }
  | { readonly type: 'GetSession' }
  | { readonly type: 'GetUsage' }
  /** Answered after `for_ms`, which is required. */
  | { readonly type: 'GetLoopDelay'; readonly forMs: number }
  | { readonly type: 'ListProcesses'; readonly processId: Targets }
  | { readonly type: 'GetResources'; readonly processId: Targets }
  | { readonly type: 'GetResourceHistory'; readonly processId: Targets; readonly afterMs: number | null }
  | { readonly type: 'GetTimeline'; readonly processId: Targets; readonly since: number | null }
  /** `process_id` is required. */
  | { readonly type: 'GetProcessStatus'; readonly processId: string }
  /** `process_id` is required. */
  | { readonly type: 'Why'; readonly processId: string }
  /** `process_id` is required. */
  | { readonly type: 'GetEnvironment'; readonly processId: string }
  | { readonly type: 'ExplainEnvironment'; readonly processId: string }
  | ({ readonly type: 'GetLogs'; readonly processId: Targets } & Omit<LogsRequest, 'processes'>)
  /** Events after a cursor; null: from now on. */
  | { readonly type: 'GetEvents'; readonly after: number | null; readonly waitMs: number }
  /** `process_id` is required, in these three; answered when it is done unless `wait` is false. */
  | {
      readonly type: 'StartProcess';
      readonly processId: Targets;
      readonly wait: boolean;
      readonly dependencies: boolean;
    }
  | { readonly type: 'StopProcess'; readonly processId: Targets; readonly wait: boolean }
  | { readonly type: 'RestartProcess'; readonly processId: Targets; readonly wait: boolean }
  /** Both are required. */
  | { readonly type: 'SignalProcess'; readonly processId: Targets; readonly signal: SignalName }
  /** `process_id` and one of `text` and `data` are required; `data` is base64. */
  | {
      readonly type: 'SendInput';
      readonly processId: Targets;
      readonly text: string | null;
      readonly data: Uint8Array | null;
      readonly timeoutMs: number | null;
    }
  /** `process_id` is required. */
  | {
      readonly type: 'GetTerminal';
      readonly processId: string;
      readonly after: TerminalCursor | null;
      readonly waitMs: number;
    }
  /** All are required. */
  | ({ readonly type: 'ResizeTerminal'; readonly processId: string } & TerminalSize)
  /** Both are required. */
  | { readonly type: 'ScaleProcess'; readonly processId: string; readonly replicas: number }
  /** `process_id` and `goal` are required. */
  | { readonly type: 'Wait'; readonly processId: Targets; readonly goal: WaitGoal; readonly timeoutMs: number | null }
  | { readonly type: 'GetConfiguration' }
  | { readonly type: 'Plan' }
  | { readonly type: 'Reload' }
  | { readonly type: 'Shutdown' }
  /** Makes the request with the id `request_id` (required) answer as if its time to wait were up. */
  | { readonly type: 'Cancel'; readonly requestId: RequestId };

export type ClientResponse =
  | { readonly type: 'Hello'; readonly protocol: number; readonly session: SessionInfo }
  | { readonly type: 'Session'; readonly session: SessionInfo }
  | { readonly type: 'Usage'; readonly usage: SessionUsage }
  | { readonly type: 'LoopDelay'; readonly delay: LoopDelay }
  | { readonly type: 'Processes'; readonly processes: readonly ProcessInfo[] }
  | { readonly type: 'Resources'; readonly resources: readonly ResourceUse[] }
  | ({ readonly type: 'ResourceHistory' } & ResourceHistory)
  | ({ readonly type: 'Timeline' } & Timeline)
  | ({ readonly type: 'Status' } & ProcessReport)
  | ({ readonly type: 'Why' } & WhyAnswer)
  | { readonly type: 'Environment'; readonly environment: readonly EnvironmentVariable[] }
  | { readonly type: 'EnvironmentExplained'; readonly environment: readonly ExplainedVariable[] }
  | ({ readonly type: 'Logs' } & LogsPage)
  | ({ readonly type: 'Events' } & EventsPage)
  /** `data` is base64: bytes as the process wrote them. */
  | { readonly type: 'Terminal'; readonly next: TerminalCursor; readonly data: string; readonly missed: number }
  | { readonly type: 'Resized' }
  | { readonly type: 'Ok'; readonly outcomes: readonly Outcome[] }
  /** `configuration` is the JSON text that `pom config --json` prints. */
  | { readonly type: 'Configuration'; readonly configuration: string }
  | { readonly type: 'Plan'; readonly plan: ReloadSummary }
  | { readonly type: 'Reloaded'; readonly plan: ReloadSummary }
  /** `code` and `message` are for people and scripts; `failure` has the facts. */
  | { readonly type: 'Error'; readonly code: FailureReason; readonly message: string; readonly failure: Failure };

/** Names and globs of processes; on the wire one of them, or a list. Empty, or left out where it may be: all. */
export type Targets = readonly string[];

export type RequestId = string | number;

/** Grows when an old client could misunderstand a new session, or the other way round. */
export const PROTOCOL_VERSION = 1;

/** A longer request is refused and its connection closed. */
export const MAX_REQUEST_BYTES = 1024 * 1024;

/** Longer answers are refused on both ends: a page of logs is far below it. */
export const MAX_REPLY_BYTES = 64 * 1024 * 1024;
