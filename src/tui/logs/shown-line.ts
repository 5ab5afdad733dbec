import type { LogLine, Stream } from '../../model/log-line.ts';
import { plainText, terminalText } from '../../util/terminal-text.ts';
import { parseColors, plainOf, type StyledText, widthOf } from '../text/styled-text.ts';

/** A log line, decoded and made harmless: all that the dashboard keeps of it. */
export interface ShownLine {
  readonly id: number;
  readonly process: string;
  readonly stream: Stream;
  readonly run: number;
  /** Wall time, ms since the epoch. */
  readonly timestamp: number;
  readonly text: StyledText;
  /** In cells. */
  readonly width: number;
  /** True while the line is still being written: its id may become another line's. */
  readonly open: boolean;
}

/** @param next the cursor of the page that the line came with: lines beyond it have not ended yet. */
export function shownLine(line: LogLine, next: number): ShownLine {
  const text = parseColors(terminalText(line.bytes, { color: true }));
  return {
    id: line.id,
    process: plainText(line.process),
    stream: line.stream,
    run: line.run,
    timestamp: line.timestamp,
    text,
    width: widthOf(text),
    open: line.id > next,
  };
}

export function plainOfLine(line: ShownLine): string {
  return plainOf(line.text);
}
