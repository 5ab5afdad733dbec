import type { StoredLogs } from '../../model/control.ts';
import { Attribute, PLAIN } from '../../util/style.ts';
import { concat, type StyledText, slice, styled, widthOf } from '../text/styled-text.ts';
import { wrap } from '../text/wrap.ts';
import { jsonRows } from './json-text.ts';
import { allLines, type LogWindow } from './log-window.ts';
import type { ShownLine } from './shown-line.ts';

/** How lines become rows. */
export interface LayoutSettings {
  /** Cells for the text of a line. */
  readonly width: number;
  /** Cells for what is drawn between lines: it begins where the name and the time do. */
  readonly ruleWidth: number;
  readonly wrap: boolean;
  /** Without wrapping: the first column that is shown. */
  readonly column: number;
  readonly json: boolean;
  readonly stored: ReadonlyMap<string, StoredLogs>;
}

/** One row of the log pane, without what stands before the text. */
export interface LogRow {
  readonly line: ShownLine;
  /**
   * Which row of its line it is. The first row of the text is 0; rows that are drawn before it count down from -1, so
   * that a position does not move when one of them appears.
   */
  readonly row: number;
  readonly text: StyledText;
  /** The column of the line's text at which the row begins; meaningless for rows that are drawn. */
  readonly start: number;
}

/** The rows of a window. They are laid out when they are looked at: most of a window is never shown. */
export class LogLayout {
  readonly lines: readonly ShownLine[];
  readonly window: LogWindow;
  readonly #settings: LayoutSettings;
  readonly #rows = new Map<number, readonly LogRow[]>();
  /** For each line, the run of the line before it of the same process; 0 when there is none in the window. */
  readonly #runsBefore: readonly number[];

  constructor(window: LogWindow, settings: LayoutSettings) {
    this.window = window;
    this.lines = allLines(window);
    this.#settings = settings;
    const runs = new Map<string, number>();
    this.#runsBefore = this.lines.map(({ process, run }) => {
      const before = runs.get(process) ?? 0;
      runs.set(process, run);
      return before;
    });
  }

  /** The index of the first line with at least this id; as many as there are lines when there is none. */
  indexOf(id: number): number {
    const index = this.lines.findIndex((line) => line.id >= id);
    return index === -1 ? this.lines.length : index;
  }

  /** The rows of one line, top to bottom; at least one. */
  rowsOf(index: number): readonly LogRow[] {
    const known = this.#rows.get(index);
    if (known !== undefined) return known;
    const line = this.lines[index];
    if (line === undefined) return [];
    const drawn = this.#drawnBefore(line, index);
    const rows = [
      ...drawn.map((text, position) => ({ line, row: position - drawn.length, text, start: 0 })),
      ...this.#textRows(line).map((row, position) => ({ line, row: position, ...row })),
    ];
    this.#rows.set(index, rows);
    return rows;
  }

  #textRows(line: ShownLine): readonly { readonly text: StyledText; readonly start: number }[] {
    const { width, json, column } = this.#settings;
    const pieces = (json ? jsonRows(line) : null) ?? [line.text];
    let before = 0;
    return pieces.flatMap((piece) => {
      const start = before;
      before += widthOf(piece);
      if (this.#settings.wrap) return wrap(piece, width).map((row) => ({ text: row.text, start: start + row.start }));
      const shown = slice(piece, column, column + width);
      const isCut = widthOf(piece) > column + width;
      const text = isCut ? concat(slice(shown, 0, width - 1), styled('›', DIM)) : shown;
      return [{ text, start: start + column }];
    });
  }

  #drawnBefore(line: ShownLine, index: number): readonly StyledText[] {
    const stored = this.#settings.stored.get(line.process);
    const isOldest = stored !== undefined && stored.firstId === line.id;
    const runBefore = this.#runsBefore[index] ?? 0;
    const drawn: StyledText[] = [];
    if (isOldest && stored.evictedLines > 0) {
      drawn.push(this.#rule(`${line.process} · ${stored.evictedLines.toLocaleString('en')} older lines were evicted`));
    }
    if (runBefore !== 0 && runBefore !== line.run) drawn.push(this.#rule(`${line.process} · run ${line.run}`));
    return drawn;
  }

  /** `── api · run 2 ─────────` */
  #rule(label: string): StyledText {
    const { ruleWidth } = this.#settings;
    const head = slice(styled(`── ${label} `, DIM), 0, ruleWidth);
    return concat(head, styled('─'.repeat(Math.max(0, ruleWidth - widthOf(head))), DIM));
  }
}

const DIM = { ...PLAIN, attributes: Attribute.dim };
