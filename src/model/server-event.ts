import type { Diagnostic } from './diagnostic.ts';
import type { ProcessInfo, ProcessStatus } from './process-status.ts';
import type { ReloadSummary } from './reload-plan.ts';
import type { FileChange } from './watch-spec.ts';

/** What the session tells whoever looks at it. */
export type ServerEvent =
  | {
      readonly type: 'ProcessStateChanged';
      /** Null for a process that did not exist before. */
      readonly previous: ProcessStatus | null;
      readonly process: ProcessInfo;
    }
  | { readonly type: 'ProcessRemoved'; readonly name: string }
  /** Files that are watched for a process were changed. `suspended`: once too often, so nothing was done about it. */
  | { readonly type: 'FilesChanged'; readonly name: string; readonly change: FileChange; readonly suspended: boolean }
  | { readonly type: 'ConfigReloaded'; readonly plan: ReloadSummary }
  | { readonly type: 'ConfigRejected'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly type: 'SessionStopping'; readonly why: string };

/** An event with its place in the session's history. Ids grow by one from 1. */
export interface RecordedEvent {
  readonly id: number;
  /** Wall time, ms since the epoch. */
  readonly at: number;
  readonly event: ServerEvent;
}
