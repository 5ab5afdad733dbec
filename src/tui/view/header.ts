import type { ProcessStatus } from '../../model/process-status.ts';
import { PLAIN } from '../../util/style.ts';
import { plainText } from '../../util/terminal-text.ts';
import type { DashboardState } from '../state.ts';
import { concat, type StyledText, shorten, styled, toWidth, widthOf } from '../text/styled-text.ts';
import { ACCENT, BAD, BAD_BOLD, BOLD, BUSY, DIM, GOOD, KEY, statusStyle } from './theme.ts';
import { bytesText } from './units.ts';

/** The first row, and a second one when the configuration has a mistake. */
export function headerRows(state: DashboardState, columns: number, rows: number): readonly StyledText[] {
  const first = titleRow(state, columns);
  return rows > 1 ? [first, configErrorRow(state, columns)] : [first];
}

/** How many processes are in each status, for people: `4 running · 1 completed`. */
export function countsText(state: DashboardState): StyledText {
  const counts = new Map<ProcessStatus, number>();
  for (const { status } of state.known.processes) counts.set(status, (counts.get(status) ?? 0) + 1);
  const parts = [...counts]
    .sort(([a], [b]) => IMPORTANCE.indexOf(a) - IMPORTANCE.indexOf(b))
    .map(([status, count]) => styled(`${count} ${status}`, statusStyle(status)));
  return parts.flatMap((part, index) => (index === 0 ? part : concat(styled(' · ', DIM), part)));
}

const IMPORTANCE: readonly ProcessStatus[] = [
  'crashed',
  'backoff',
  'skipped',
  'running',
  'starting',
  'stopping',
  'pending',
  'scheduled',
  'completed',
  'stopped',
  'disabled',
];

function titleRow(state: DashboardState, columns: number): StyledText {
  const { session, usage } = state.known;
  const left = concat(
    styled(' pom ', DIM),
    styled(plainText(session?.name ?? ''), BOLD),
    styled('  '),
    countsText(state),
  );
  const right = concat(
    sessionState(state),
    usage === null
      ? []
      : styled(
          `  mem ${bytesText(usage.memory)} · logs ${bytesText(usage.logBytes)}/${bytesText(usage.logBudgetBytes)} `,
          DIM,
        ),
  );
  const short = concat(sessionState(state), styled(' '));
  const fitting = [right, short].find((text) => widthOf(left) + widthOf(text) + 1 <= columns) ?? short;
  const room = Math.max(0, columns - widthOf(fitting));
  return concat(toWidth(shorten(left, room), room), fitting);
}

function sessionState({ known, setup, chosen }: DashboardState): StyledText {
  const marked = chosen.marked.size === 0 ? [] : styled(`  ${chosen.marked.size} marked`, ACCENT);
  if (known.lost !== null) return concat(marked, styled('  connection lost', BAD_BOLD));
  if (known.stopping !== null) return concat(marked, styled('  stopping', BUSY));
  return concat(marked, setup.mode === 'attached' ? styled('  attached', GOOD) : []);
}

function configErrorRow({ known }: DashboardState, columns: number): StyledText {
  const error = known.session?.configError;
  if (error == null) return [];
  const first = error.diagnostics.find(({ severity }) => severity === 'error') ?? error.diagnostics[0];
  const place = first?.at == null ? '' : `${first.at.file}:${first.at.line}:${first.at.column}  `;
  const others = error.diagnostics.filter(({ severity }) => severity === 'error').length - 1;
  const text = plainText(`${place}${first?.message ?? error.message.split('\n')[0] ?? ''}`);
  const tail = concat(
    styled(others > 0 ? `  and ${others} more` : '', BAD),
    styled('  the old configuration runs on  ', DIM),
    styled('c', KEY),
    styled(' shows it ', DIM),
  );
  const label = styled(' config error ', { ...BAD_BOLD, attributes: BAD_BOLD.attributes | 16 });
  const shownTail =
    widthOf(label) + 24 + widthOf(tail) <= columns ? tail : concat(styled('  '), styled('c', KEY), styled(' '));
  const room = Math.max(0, columns - widthOf(label) - widthOf(shownTail) - 1);
  return concat(label, styled(' '), toWidth(shorten(styled(text, PLAIN), room), room), shownTail);
}
