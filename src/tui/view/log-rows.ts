import type { ProcessInfo } from '../../model/process-status.ts';
import { Attribute } from '../../util/style.ts';
import { type TextMatcher, textMatcher } from '../../util/text-matcher.ts';
import { type LogPane, type LogPrefix, logPaneOf, rowsOf } from '../layout/log-pane.ts';
import type { Area } from '../layout/panes.ts';
import { thumbOf } from '../layout/scroll-bar.ts';
import type { LogRow } from '../logs/log-layout.ts';
import { matchedCells } from '../logs/matched-cells.ts';
import { plainOfLine } from '../logs/shown-line.ts';
import type { DashboardState, Size } from '../state.ts';
import { concat, restyle, type StyledText, shorten, spaces, styled, toWidth, widthOf } from '../text/styled-text.ts';
import { rangeOf, selectedCells, type TextRange } from '../text-selection.ts';
import { ACCENT, BAD, CURRENT_MATCH, DIM, MATCH, nameStyle } from './theme.ts';
import { timeText } from './units.ts';

/** The log, as many rows as its area has. */
export function logRows(state: DashboardState, area: Area, size: Size): readonly StyledText[] {
  const pane = logPaneOf(state, size);
  const rows = rowsOf(state, pane);
  const draw = rowDrawer(state, pane);
  const bar = scrollBar(state, pane);
  const shown = rows.length === 0 ? [emptyText(state, pane)] : rows.map(draw);
  return Array.from({ length: area.height }, (_, y) =>
    concat(toWidth(shown[y] ?? [], area.width - 1), bar[y] ?? spaces(1)),
  );
}

function rowDrawer(state: DashboardState, { prefix }: LogPane): (row: LogRow) => StyledText {
  const { search, selection, filter } = state.chosen;
  const matcher = search === null ? (filter === null ? null : textMatcher(filter)) : textMatcher(search.query);
  const styles = new Map(state.known.processes.map(({ name }: ProcessInfo, index) => [name, nameStyle(index)]));
  const selected = selection === null ? null : rangeOf(selection);
  const head = selection?.by === 'keys' ? selection.head : null;

  return (row) => {
    if (row.row < 0) return concat(styled(' '), row.text);
    const { line } = row;
    const isCurrent = search?.current === line.id;
    const nameColor = styles.get(line.process) ?? nameStyle(0);
    let text = row.text;
    if (matcher !== null) text = withMatches(text, row, matcher, isCurrent);
    if (selected !== null) text = withSelection(text, row, selected);
    if (head?.id === line.id) text = withCursor(text, row, head.column);
    const ends = line.open && row.start + widthOf(row.text) >= line.width;
    return concat(
      mark(state, row, isCurrent),
      row.row === 0 ? prefixText(state, row, prefix, nameColor) : spaces(prefix.width - 1),
      text,
      ends ? styled(state.setup.look.glyphs.cursor, DIM) : [],
    );
  };
}

/** One cell: the match that the reader is at, or that the line is of standard error. */
function mark(state: DashboardState, { line, row }: LogRow, isCurrent: boolean): StyledText {
  const { glyphs } = state.setup.look;
  if (isCurrent && row === 0) return styled(glyphs.current, ACCENT);
  return line.stream === 'stderr' ? styled(glyphs.stderr, BAD) : styled(' ');
}

function prefixText(state: DashboardState, { line }: LogRow, prefix: LogPrefix, nameColor: typeof DIM): StyledText {
  const time =
    prefix.timeWidth === 0 ? [] : styled(`${timeText(line.timestamp, state.setup.look.utcOffsetMinutes)} `, DIM);
  if (prefix.nameWidth === 0) return time;
  const name = shorten(styled(line.process, nameColor), prefix.nameWidth);
  return concat(time, toWidth(name, prefix.nameWidth), styled(' '));
}

function withMatches(text: StyledText, row: LogRow, matcher: TextMatcher, isCurrent: boolean): StyledText {
  const { foreground, background } = isCurrent ? CURRENT_MATCH : MATCH;
  if (foreground === null || background === null) return text;
  let result = text;
  for (const [from, to] of matchedCells(matcher, plainOfLine(row.line))) {
    result = restyle(result, from - row.start, to - row.start, { foreground, background });
  }
  return result;
}

function withSelection(text: StyledText, row: LogRow, range: TextRange): StyledText {
  const cells = selectedCells(range, row.line.id);
  if (cells === null) return text;
  const [from, to] = cells;
  const isEmptyRow = widthOf(text) === 0;
  // An empty line that is selected must be seen to be.
  const shown = isEmptyRow ? spaces(1) : text;
  return restyle(shown, Math.max(0, from - row.start), Math.max(0, to - row.start), { attributes: Attribute.inverse });
}

function withCursor(text: StyledText, row: LogRow, column: number): StyledText {
  const width = Math.max(1, widthOf(text));
  const clamped = Math.min(column, Math.max(0, row.line.width - 1));
  const at = clamped - row.start;
  if (at < 0 || at >= width) return text;
  return restyle(toWidth(text, width), at, at + 1, { attributes: Attribute.underline | Attribute.bold });
}

function scrollBar(state: DashboardState, pane: LogPane): readonly StyledText[] {
  const thumb = thumbOf(state, pane);
  if (thumb === null) return [];
  const { glyphs } = state.setup.look;
  const [from, to] = thumb;
  return Array.from({ length: pane.height }, (_, y) =>
    y >= from && y < to ? styled(glyphs.thumb, ACCENT) : styled(glyphs.track, DIM),
  );
}

function emptyText(state: DashboardState, { layout }: LogPane): StyledText {
  const { chosen, known } = state;
  if (!layout.window.reachesEnd) return styled(chosen.filter === null ? '' : '  looking for lines that match …', DIM);
  if (chosen.filter !== null) return styled('  no line matches the filter', DIM);
  if (chosen.stream !== null) return styled(`  nothing on ${chosen.stream}`, DIM);
  const process = known.processes.find(({ name }) => name === chosen.process);
  if (process?.status === 'pending') return styled('  nothing yet: it has not been started', DIM);
  return styled('  no output yet', DIM);
}
