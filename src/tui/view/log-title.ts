import type { TextSearch } from '../../model/logs-request.ts';
import { Attribute } from '../../util/style.ts';
import { plainText } from '../../util/terminal-text.ts';
import { type DashboardState, positionKey, positionOf } from '../state.ts';
import { concat, type StyledText, shorten, styled, toWidth, widthOf } from '../text/styled-text.ts';
import { statusParts } from './status-text.ts';
import { ACCENT, BOLD, BUSY, DIM, statusStyle } from './theme.ts';

/** The row above the log: what it is of, how that is, and what of it is shown. */
export function logTitle(state: DashboardState, columns: number): StyledText {
  const flags = flagsText(state);
  const room = Math.max(0, columns - widthOf(flags));
  const title = concat(styled(' '), subject(state));
  return concat(toWidth(shorten(title, room), room), flags);
}

function subject(state: DashboardState): StyledText {
  const { known, chosen, setup } = state;
  const process = known.processes.find(({ name }) => name === chosen.process);
  if (process === undefined) {
    const lines = [...known.stored.values()].reduce((sum, stored) => sum + stored.lines, 0);
    const count = lines === 1 ? '1 line' : `${lines.toLocaleString('en')} lines`;
    return concat(styled('All', titleStyle(state)), styled(`  ${count}`, DIM));
  }
  const [status = '', ...others] = statusParts(state, process);
  return concat(
    styled(plainText(process.name), titleStyle(state)),
    styled(`  ${setup.look.glyphs.status[process.status]} ${status}`, statusStyle(process.status)),
    styled(others.map((part) => ` · ${part}`).join(''), DIM),
  );
}

/** Underlined where the keys go. */
function titleStyle({ chosen }: DashboardState) {
  return chosen.focus === 'log' ? { ...BOLD, attributes: BOLD.attributes | Attribute.underline } : BOLD;
}

function flagsText(state: DashboardState): StyledText {
  const { chosen } = state;
  const flags: StyledText[] = [];
  if (chosen.stream !== null) flags.push(styled(chosen.stream, ACCENT));
  if (chosen.filter !== null) flags.push(styled(`&${searchText(chosen.filter)}`, ACCENT));
  if (chosen.json) flags.push(styled('json', ACCENT));
  if (!chosen.wrap) flags.push(styled(chosen.column === 0 ? 'no wrap' : `column ${chosen.column + 1}`, DIM));
  if (chosen.cleared.has(positionKey(chosen.process))) flags.push(styled('cleared', ACCENT));
  if (!positionOf(state).follows) flags.push(styled('paused', BUSY));
  return flags.length === 0 ? [] : concat(...flags.flatMap((flag) => [styled('  '), flag]), styled(' '));
}

/** `/err/i` for an expression, the text itself for text. */
export function searchText({ pattern, kind, ignoreCase }: TextSearch): string {
  const safe = plainText(pattern);
  return kind === 'regex' ? `/${safe}/${ignoreCase ? 'i' : ''}` : safe;
}
