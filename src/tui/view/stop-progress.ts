import { LIVE_STATUSES } from '../../model/process-status.ts';
import { plainText } from '../../util/terminal-text.ts';
import type { Area } from '../layout/panes.ts';
import type { DashboardState, Size } from '../state.ts';
import { cellWidth } from '../text/cells.ts';
import { concat, type StyledText, styled, toWidth } from '../text/styled-text.ts';
import { box } from './box.ts';
import { stoppingParts } from './status-text.ts';
import { BOLD, DIM, KEY, statusStyle } from './theme.ts';

/** The reason of a session that was asked to end, which whoever asked knows. */
const ASKED = 'asked to';

/** While the project stops: who is being waited for, for how long, and when it will be killed. */
export function stopProgress(
  state: DashboardState,
  size: Size,
): { readonly area: Area; readonly rows: readonly StyledText[] } | null {
  const { known, setup } = state;
  if (known.stopping === null || known.lost !== null) return null;
  const alive = known.processes.filter(({ status }) => LIVE_STATUSES.has(status));
  const widest = Math.max(8, ...alive.map(({ name }) => cellWidth(plainText(name))));
  const room = Math.max(1, size.rows - 8);
  const rows = alive.slice(0, room).map((process) => {
    const { name, status } = process;
    const told = status === 'stopping' ? stoppingParts(known, name).join(' · ') : 'its turn comes later';
    return concat(
      styled(`${setup.look.glyphs.status[status]} `, statusStyle(status)),
      toWidth(styled(plainText(name)), widest),
      styled(`  ${status}`, statusStyle(status)),
      styled(told === '' ? '' : ` · ${told}`, DIM),
    );
  });
  const more = alive.length > rows.length ? [styled(`and ${alive.length - rows.length} more`, DIM)] : [];
  const head = styled(
    alive.length === 0 ? 'everything has stopped' : `waiting for ${alive.length} of ${known.processes.length}`,
    BOLD,
  );
  const keys =
    setup.mode === 'session'
      ? concat(styled('Ctrl-C', KEY), styled(' kills what is left', DIM))
      : styled('the session ends; so does this dashboard', DIM);
  const title = known.stopping === ASKED ? 'Stopping' : `Stopping: ${plainText(known.stopping)}`;
  const all = [head, ...rows, ...more, [], keys];
  const width = Math.min(
    size.columns,
    Math.max(44, ...all.map((row) => row.reduce((sum, span) => sum + span.width, 0) + 4)),
  );
  const height = Math.min(size.rows, all.length + 2);
  const area = { x: size.columns - width, y: Math.max(0, size.rows - 1 - height), width, height };
  return { area, rows: box(setup.look, title, all, width, height) };
}
