import type { ProcessInfo } from '../../model/process-status.ts';
import { Attribute, PLAIN } from '../../util/style.ts';
import { plainText } from '../../util/terminal-text.ts';
import { listRows } from '../layout/list-order.ts';
import type { Area } from '../layout/panes.ts';
import type { DashboardState } from '../state.ts';
import { concat, restyle, type StyledText, shorten, spaces, styled, toWidth, widthOf } from '../text/styled-text.ts';
import { briefStatus } from './status-text.ts';
import { ACCENT, BOLD, BUSY, DIM, statusStyle } from './theme.ts';
import { bytesText, percentText } from './units.ts';

/** The rows of the list, as many as its area has. */
export function processListRows(state: DashboardState, area: Area): readonly StyledText[] {
  const rows = listRows(state).slice(state.chosen.listTop, state.chosen.listTop + area.height);
  return rows.map((process) => listRow(state, process, area.width));
}

/** From this width on there is room for numbers. */
const WIDE = 40;
const SPARK_CELLS = 8;
const BRIEF_CELLS = 'retry 1m00s'.length;
const MIN_NAME = 8;

function listRow(state: DashboardState, process: ProcessInfo | null, width: number): StyledText {
  const isSelected = state.chosen.process === (process?.name ?? null);
  const { glyphs } = state.setup.look;
  const isMarked = process !== null && state.chosen.marked.has(process.name);
  const mark = styled(isMarked ? glyphs.marked : isSelected ? glyphs.selected : ' ', ACCENT);
  const text = process === null ? allRow(state) : processRow(state, process, width - 2);
  const row = toWidth(concat(mark, text), width);
  if (!isSelected) return row;
  const attributes = state.chosen.focus === 'list' ? Attribute.inverse : Attribute.bold;
  return restyle(row, 1, width, { attributes });
}

function allRow(state: DashboardState): StyledText {
  const count = state.known.processes.length;
  return concat(styled('  All', BOLD), styled(`  ${count === 1 ? '1 process' : `${count} processes`}`, DIM));
}

/** `● api        ↻2  3m12s` */
function processRow(state: DashboardState, process: ProcessInfo, width: number): StyledText {
  const { glyphs } = state.setup.look;
  const style = statusStyle(process.status);
  const head = concat(styled(`${glyphs.status[process.status]} `, style));
  const isWide = width >= WIDE;
  const brief = briefStatus(state.known, process).padStart(isWide ? BRIEF_CELLS : 0);
  const status = styled(` ${brief}`, process.status === 'running' ? DIM : style);
  const name = styled(plainText(process.name), process.status === 'disabled' ? DIM : PLAIN);
  // A name that must be cut is worth more than how often it was restarted and how long it has been running.
  const tails = [concat(restarts(state, process), isWide ? usage(state, process) : [], status), status];
  const wanted = widthOf(head) + Math.min(widthOf(name), MIN_NAME);
  const tail = tails.find((candidate) => wanted + widthOf(candidate) <= width) ?? [];
  const room = width - widthOf(head) - widthOf(tail);
  return concat(head, toWidth(shorten(name, room), room), tail);
}

function restarts(state: DashboardState, { restarts: count }: ProcessInfo): StyledText {
  return count === 0 ? [] : styled(` ${state.setup.look.glyphs.restarts}${count}`, BUSY);
}

/** `▁▂▁▅▂   12%   34M` */
function usage(state: DashboardState, { name, cpu, memory }: ProcessInfo): StyledText {
  if (cpu === null && memory === null) return [];
  const { spark } = state.setup.look.glyphs;
  const values = (state.known.cpuHistory.get(name) ?? []).slice(-SPARK_CELLS);
  const bars = values.map((value) => spark[Math.min(spark.length - 1, Math.floor(value * spark.length))] ?? '');
  return concat(
    spaces(1 + SPARK_CELLS - bars.length),
    styled(bars.join(''), ACCENT),
    styled((cpu === null ? '' : percentText(cpu)).padStart(6), DIM),
    styled((memory === null ? '' : bytesText(memory)).padStart(6), DIM),
  );
}
