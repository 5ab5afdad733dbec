import type { TextSearch } from '../model/logs-request.ts';
import type { LogPosition } from './logs/position.ts';
import type { Search } from './search.ts';

/** What is being typed on the bottom row. */
export interface Prompt {
  readonly purpose: 'search' | 'filter' | 'save';
  readonly text: string;
  readonly kind: TextSearch['kind'];
  readonly ignoreCase: boolean;
  /** Just above the id of the last line that was on the screen: where a search begins. */
  readonly from: number;
  /** What to go back to when it is given up. */
  readonly before: {
    readonly position: LogPosition;
    readonly search: Search | null;
    readonly filter: TextSearch | null;
  };
}
