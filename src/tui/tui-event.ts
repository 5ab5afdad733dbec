import type { Outcome, ProcessReport, SessionInfo, SessionUsage } from '../model/control.ts';
import type { EnvironmentVariable } from '../model/environment.ts';
import type { Failure } from '../model/failure.ts';
import type { ProcessInfo } from '../model/process-status.ts';
import type { RecordedEvent } from '../model/server-event.ts';
import type { WhyAnswer } from '../model/why.ts';
import type { LogWindow } from './logs/log-window.ts';
import type { ClockReading, MatchCount, Message, Size } from './state.ts';

/** What travels on the dashboard's own bus: what the reader does, and what comes back from the session. */
export type TuiEvent =
  | { readonly type: 'Key'; readonly key: string }
  | { readonly type: 'Paste'; readonly text: string }
  | MouseEvent
  /** The mouse has been held beyond the edge of the log for a moment more. */
  | { readonly type: 'EdgeHeld' }
  | { readonly type: 'Resize'; readonly size: Size }
  | { readonly type: 'Tick'; readonly clock: ClockReading }
  /** Something has been stored. */
  | { readonly type: 'LogsChanged'; readonly revision: number; readonly lastId: number }
  | {
      readonly type: 'ServerEvents';
      readonly events: readonly RecordedEvent[];
      /** Events before these that are no longer kept. */
      readonly missed: number;
      /** They happened before the dashboard was there. */
      readonly isPast: boolean;
    }
  | { readonly type: 'SessionRead'; readonly session: SessionInfo }
  | { readonly type: 'ProcessesRead'; readonly processes: readonly ProcessInfo[] }
  | { readonly type: 'UsageRead'; readonly usage: SessionUsage }
  | { readonly type: 'ReportRead'; readonly report: ProcessReport }
  | {
      readonly type: 'EnvironmentRead';
      readonly process: string;
      readonly environment: readonly EnvironmentVariable[];
    }
  | { readonly type: 'WhyRead'; readonly process: string; readonly answer: WhyAnswer }
  /** @see Known.window */
  | { readonly type: 'WindowRead'; readonly window: LogWindow }
  | { readonly type: 'MatchesCounted'; readonly matches: MatchCount }
  | {
      readonly type: 'Found';
      readonly token: number;
      /** Null: there is no match. */
      readonly line: number | null;
      /** It was found on the other side of where the search began. */
      readonly wrapped: boolean;
    }
  | { readonly type: 'FindFailed'; readonly token: number; readonly failure: Failure }
  | { readonly type: 'LinksRead'; readonly process: string; readonly links: readonly string[] }
  | { readonly type: 'Acted'; readonly did: string; readonly outcomes: readonly Outcome[] }
  | { readonly type: 'Said'; readonly text: string; readonly tone: Message['tone'] }
  | { readonly type: 'SessionLost'; readonly failure: Failure };

export interface MouseEvent {
  readonly type: 'Mouse';
  readonly what: 'press' | 'drag' | 'release' | 'wheel-up' | 'wheel-down';
  /** Cells from the left and from the top, 0-based. */
  readonly x: number;
  readonly y: number;
  /** Monotonic, ms. */
  readonly at: number;
}
