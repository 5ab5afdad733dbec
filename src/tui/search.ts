import type { TextSearch } from '../model/logs-request.ts';
import type { LogView } from './logs/log-view.ts';
import { viewKey } from './logs/log-view.ts';

/** A search of the log: where the reader is in it. How many matches there are is known, not chosen: `MatchCount`. */
export interface Search {
  readonly query: TextSearch;
  /** Id of the line of the match that the reader is at. */
  readonly current: number | null;
  readonly state:
    | { readonly is: 'looking'; readonly token: number }
    | { readonly is: 'found'; readonly wrapped: boolean }
    | { readonly is: 'nothing' }
    /** The pattern cannot be searched for. */
    | { readonly is: 'invalid'; readonly why: string };
}

/** What to look for next. */
export interface FindRequest {
  /** Given back with the answer, so that a late one can be told. */
  readonly token: number;
  readonly view: LogView;
  readonly query: TextSearch;
  /** `older`: the nearest match before `from`; `newer`: after it. */
  readonly direction: 'older' | 'newer';
  readonly from: number;
}

export function matchKey(view: LogView, query: TextSearch): string {
  return `${viewKey(view)}${JSON.stringify(query)}`;
}
