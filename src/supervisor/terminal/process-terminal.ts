import {
  type TerminalCursor,
  type TerminalPage,
  type TerminalSize,
  USUAL_TERMINAL_SIZE,
} from '../../model/terminal.ts';
import { RecentBytes } from './recent-bytes.ts';

/** What of a run is kept for whoever falls behind, or attaches later. */
const KEPT_BYTES = 256 * 1024;

/** The most in one page. */
const PAGE_BYTES = 64 * 1024;

/** Where the last screenful is looked for: programs write more bytes than show. */
const SCREENFUL_BYTES = 16 * 1024;

const NEWLINE = 10;

/** What can be done to the pseudo-terminal of a living run. */
export interface LiveTerminal {
  resize(size: TerminalSize): void;
}

/**
 * The terminal of one process, over all of its runs: its size, and the last of what was written to it. Readers pull,
 * each from its own cursor, so one that stands still costs nothing; it is told what it has missed.
 */
export class ProcessTerminal {
  readonly #onChange: () => void;
  #size: TerminalSize = USUAL_TERMINAL_SIZE;
  #run = 0;
  #live: LiveTerminal | null = null;
  #written = new RecentBytes(KEPT_BYTES);

  /** @param onChange something was written, a run began or ended. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Of the current run and of those to come. */
  get size(): TerminalSize {
    return this.#size;
  }

  begin(run: number): void {
    this.#run = run;
    this.#written = new RecentBytes(KEPT_BYTES);
  }

  /** The run has a child. */
  opened(live: LiveTerminal): void {
    this.#live = live;
    this.#onChange();
  }

  /** @param chunk is copied. */
  written(chunk: Uint8Array): void {
    this.#written.append(chunk);
    this.#onChange();
  }

  /** The child is dead: what its terminal is told from now on is for the next. */
  closed(): void {
    this.#live = null;
    this.#onChange();
  }

  resize(size: TerminalSize): void {
    this.#size = size;
    this.#live?.resize(size);
  }

  /**
   * What was written after a cursor; null when the cursor is where the terminal is.
   *
   * @param after null, or of another run: from the last screenful of this run, which is never null.
   */
  page(after: TerminalCursor | null): TerminalPage | null {
    const live = this.#live !== null;
    const isContinued = after !== null && after.run === this.#run && after.offset <= this.#written.end;
    if (isContinued && after.offset === this.#written.end && after.live === live) return null;
    const wished = isContinued ? after.offset : after === null ? this.#lastScreenful() : 0;
    const from = Math.max(wished, this.#written.start);
    const bytes = this.#written.read(from, PAGE_BYTES);
    const offset = from + bytes.length;
    // That the run is over is told with its last bytes, not before them.
    const isSeenLive = live || offset < this.#written.end;
    return { next: { run: this.#run, offset, live: isSeenLive }, bytes, missed: from - wished };
  }

  #lastScreenful(): number {
    const { start, end } = this.#written;
    const from = Math.max(start, end - SCREENFUL_BYTES);
    const bytes = this.#written.read(from, SCREENFUL_BYTES);
    let at = bytes.length;
    for (let lines = 0; lines < this.#size.rows && at > 0; lines++) at = bytes.lastIndexOf(NEWLINE, at - 1);
    // At the beginning of a line, so that no sequence is shown from its middle.
    return from + (at > 0 ? at + 1 : from > start ? bytes.indexOf(NEWLINE) + 1 : 0);
  }
}
