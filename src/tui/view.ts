import type { Area } from './layout/panes.ts';
import { panesOf } from './layout/panes.ts';
import type { DashboardState, Size } from './state.ts';
import { concat, overlay, type StyledText, styled, toWidth } from './text/styled-text.ts';
import { footerRow } from './view/footer.ts';
import { countsText, headerRows } from './view/header.ts';
import { logRows } from './view/log-rows.ts';
import { logTitle } from './view/log-title.ts';
import { overlayArea } from './view/overlay-area.ts';
import { overlayRows } from './view/overlay-rows.ts';
import { processListRows } from './view/process-list.ts';
import { stopProgress } from './view/stop-progress.ts';
import { BOLD, DIM } from './view/theme.ts';

/**
 * What the screen shows: one row of exactly `size.columns` cells for each of its rows. Pure, so it can be drawn at any
 * size and compared with what was drawn before.
 */
export function view(state: DashboardState, size: Size): readonly StyledText[] {
  const panes = panesOf(state, size);
  if (panes.isTiny) return tinyRows(state, size);
  const rows: StyledText[] = [
    ...headerRows(state, size.columns, panes.headerRows),
    ...bodyRows(state, size),
    footerRow(state, size),
  ];
  const progress = stopProgress(state, size);
  if (progress !== null) lay(rows, progress.rows, progress.area);
  const open = state.chosen.overlay;
  if (open !== null) {
    const area = overlayArea(state, size, open);
    lay(rows, overlayRows(state, open, area), area);
  }
  return Array.from({ length: size.rows }, (_, y) => toWidth(rows[y] ?? [], size.columns));
}

function bodyRows(state: DashboardState, size: Size): readonly StyledText[] {
  const { list, title, log } = panesOf(state, size);
  const left = list === null ? [] : processListRows(state, list);
  const right = title === null || log === null ? [] : [logTitle(state, title.width), ...logRows(state, log, size)];
  const height = list?.height ?? (log?.height ?? 0) + 1;
  const separator = styled(state.setup.look.glyphs.separator, DIM);
  return Array.from({ length: height }, (_, y) => {
    if (list === null) return right[y] ?? [];
    if (log === null) return left[y] ?? [];
    return concat(toWidth(left[y] ?? [], list.width), separator, right[y] ?? []);
  });
}

function lay(rows: StyledText[], over: readonly StyledText[], area: Area): void {
  for (const [index, row] of over.entries()) rows[area.y + index] = overlay(rows[area.y + index] ?? [], row, area.x);
}

/** One line: what matters most. */
function tinyRows(state: DashboardState, size: Size): readonly StyledText[] {
  const line = concat(styled(state.known.session?.name ?? 'pom', BOLD), styled(' '), countsText(state));
  return Array.from({ length: size.rows }, (_, y) => toWidth(y === 0 ? line : [], size.columns));
}
