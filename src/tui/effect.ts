import type { ActionVerb } from '../model/control.ts';
import type { SignalName } from '../model/exit.ts';
import type { LogView } from './logs/log-view.ts';
import type { FindRequest } from './search.ts';
import type { DashboardState } from './state.ts';
import type { TextRange } from './text-selection.ts';

/** What an update wants done in the world. Answers come back as events. */
export type Effect =
  | { readonly type: 'act'; readonly verb: ActionVerb; readonly targets: readonly string[] }
  | { readonly type: 'signal'; readonly signal: SignalName; readonly targets: readonly string[] }
  | { readonly type: 'scale'; readonly set: string; readonly replicas: number }
  | { readonly type: 'reload' }
  /** Looks for a match; a new one makes the one before it pointless. */
  | { readonly type: 'find'; readonly request: FindRequest }
  | { readonly type: 'stop-finding' }
  | { readonly type: 'copy'; readonly view: LogView; readonly range: TextRange; readonly json: boolean }
  | { readonly type: 'save'; readonly view: LogView; readonly path: string }
  | { readonly type: 'read-links'; readonly process: string }
  /** The link to the page of the session. */
  | { readonly type: 'copy-page-link' }
  | { readonly type: 'open-link'; readonly url: string }
  /** Lends the terminal to a process. */
  | { readonly type: 'attach'; readonly process: string }
  | { readonly type: 'scrollback' }
  | { readonly type: 'suspend' }
  | { readonly type: 'redraw' }
  /** Ends the session, in order. */
  | { readonly type: 'shutdown' }
  /** Ends it at once. */
  | { readonly type: 'kill' }
  | { readonly type: 'detach' };

export interface Step {
  readonly state: DashboardState;
  readonly effects: readonly Effect[];
}

export function step(state: DashboardState, ...effects: readonly Effect[]): Step {
  return { state, effects };
}
