import type { Control } from '../../model/control.ts';
import type { Failure } from '../../model/failure.ts';
import { ok, type Result } from '../../model/result.ts';
import { jsonRows } from '../logs/json-text.ts';
import { type LogView, requestFor } from '../logs/log-view.ts';
import { plainOfLine, type ShownLine, shownLine } from '../logs/shown-line.ts';
import { sliceCells } from '../text/cells.ts';
import { plainOf, widthOf } from '../text/styled-text.ts';
import { selectedCells, type TextRange } from '../text-selection.ts';

export interface RangeText {
  readonly text: string;
  readonly lines: number;
  /** There was more than anybody can paste. */
  readonly isCut: boolean;
}

/** The text that is selected, on the screen or not, without colours, names or times. */
export async function rangeText(
  control: Control,
  view: LogView,
  range: TextRange,
  json: boolean,
): Promise<Result<RangeText, Failure>> {
  const texts: string[] = [];
  let length = 0;
  for (let after = Math.max(0, range.from.id - 1); ; ) {
    const request = { from: 'start', after, before: range.to.id + 1, limit: LINES_PER_PAGE } as const;
    const page = await control.logs(requestFor(view, request));
    if (!page.ok) return page;
    for (const line of page.value.lines) {
      const text = selectedText(shownLine(line, page.value.next), range, json);
      texts.push(text);
      length += text.length;
    }
    const isCut = length > MAX_LENGTH;
    if (isCut || !page.value.more) return ok({ text: texts.join('\n'), lines: texts.length, isCut });
    after = page.value.next;
  }
}

const LINES_PER_PAGE = 5_000;
const MAX_LENGTH = 8 * 1024 * 1024;

function selectedText(line: ShownLine, range: TextRange, json: boolean): string {
  const cells = selectedCells(range, line.id);
  if (cells === null) return '';
  const [from, to] = cells;
  const rows = json ? jsonRows(line) : null;
  if (rows === null) return sliceCells(plainOfLine(line), from, to).trimEnd();
  let before = 0;
  const texts = rows.flatMap((row) => {
    const [start, end] = [before, before + widthOf(row)];
    before = end;
    return end <= from || start >= to ? [] : [sliceCells(plainOf(row), Math.max(0, from - start), to - start)];
  });
  return texts.join('\n');
}
