import type { Outcome, ProcessReport, SessionInfo } from '../../../model/control.ts';
import type { Stream } from '../../../model/log-line.ts';
import type { ProcessInfo, ProcessStatus } from '../../../model/process-status.ts';

/** What the API answers where that is not simply a type of `model`; names and times as `Api` turns them. */

export interface SessionAnswer extends Pick<SessionInfo, 'name' | 'dir' | 'pid' | 'startedAt'> {
  /** As `pom check` prints it. */
  readonly configError: string | null;
  readonly warnings: readonly string[];
}

export interface ProcessesAnswer {
  readonly session: Omit<SessionAnswer, 'warnings'>;
  readonly processes: readonly ProcessInfo[];
}

export type ReportAnswer = ProcessInfo & Omit<ProcessReport, 'process'>;

export interface OutcomesAnswer {
  readonly processes: readonly (Pick<Outcome, 'name' | 'ok'> & {
    readonly status: ProcessStatus;
    readonly error: { readonly code: string; readonly message: string } | null;
  })[];
}

/** A line of a log as text. */
export interface Line {
  readonly id: number;
  readonly process: string;
  readonly stream: Stream;
  readonly run: number;
  readonly timestamp: number;
  readonly text: string;
  readonly partial: boolean;
}

/** See `LogsPage` in `model`. */
export interface LogsAnswer {
  readonly lines: readonly Line[];
  readonly next: number;
  readonly more: boolean;
  readonly evicted: number;
  readonly matches: number;
  readonly revision: number;
}

/** The last event of a stream: why there is no more. */
export interface StreamEnd {
  readonly error: {
    /** `no-session` when the session has ended; anything else: it goes on without this stream. */
    readonly code: string;
  };
}
