import type { Stream } from '../../model/log-line.ts';
import { ALL_LOGS, type LogsRequest, type TextSearch } from '../../model/logs-request.ts';

/** Which lines the log pane is about. */
export interface LogView {
  /** Null: every process, merged in order. */
  readonly process: string | null;
  readonly stream: Stream | null;
  /** Only lines in which this is found. */
  readonly filter: TextSearch | null;
  /** Only lines with a greater id: the reader cleared the pane there. */
  readonly after: number;
}

/** Two views of the same key have the same lines. */
export function viewKey({ process, stream, filter, after }: LogView): string {
  return JSON.stringify([process, stream, filter, after]);
}

/** Asks for the view, narrowed further. `after` can only narrow. */
export function requestFor(view: LogView, more: Partial<LogsRequest>): LogsRequest {
  return {
    ...ALL_LOGS,
    processes: view.process === null ? [] : [view.process],
    stream: view.stream,
    search: view.filter,
    ...more,
    after: Math.max(view.after, more.after ?? 0),
  };
}
