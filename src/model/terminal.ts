/** In cells. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** What a terminal has that nobody looks at. */
export const USUAL_TERMINAL_SIZE: TerminalSize = { columns: 80, rows: 24 };

/** Where a reader of a terminal is. */
export interface TerminalCursor {
  readonly run: number;
  /** Bytes of the run before it. */
  readonly offset: number;
  /** Whether the run had a living child, as far as the reader knows. */
  readonly live: boolean;
}

/** What a process has written to its terminal since a cursor: bytes as they came, not made safe in any way. */
export interface TerminalPage {
  /** What to ask with next. */
  readonly next: TerminalCursor;
  readonly bytes: Uint8Array;
  /** Bytes between the cursor and these that are no longer kept. */
  readonly missed: number;
}
