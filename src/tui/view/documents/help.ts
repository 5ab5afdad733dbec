import { ACTION_NAMES, ACTIONS } from '../../actions.ts';
import { keysLabel } from '../../palette/entries.ts';
import type { DashboardState } from '../../state.ts';
import { concat, EMPTY, type StyledText, styled, toWidth } from '../../text/styled-text.ts';
import { DIM, HEADING, KEY } from '../theme.ts';

/** All keys, as they are bound at the moment. */
export function helpRows(state: DashboardState): readonly StyledText[] {
  const { keymap } = state.setup;
  const rows: StyledText[] = [];
  let group = '';
  for (const action of ACTION_NAMES) {
    const keys = action === 'select-nth' ? '1 … 9' : keysLabel(keymap, action);
    if (keys === '') continue;
    if (ACTIONS[action].group !== group) {
      group = ACTIONS[action].group;
      if (rows.length > 0) rows.push(EMPTY);
      rows.push(styled(group, HEADING));
    }
    rows.push(concat(toWidth(styled(keys, KEY), KEYS_WIDTH), styled(ACTIONS[action].does), styled(`  ${action}`, DIM)));
  }
  return [...rows, EMPTY, ...NOTES];
}

const KEYS_WIDTH = 16;

const NOTES: readonly StyledText[] = [
  styled('While typing a search or a filter', HEADING),
  concat(toWidth(styled('Ctrl-R', KEY), KEYS_WIDTH), styled('regular expression (RE2), or literal text')),
  concat(toWidth(styled('Ctrl-T', KEY), KEYS_WIDTH), styled('upper and lower case are the same, or differ')),
  concat(
    toWidth(styled('↑ ↓', KEY), KEYS_WIDTH),
    styled('the previous and the next match, without leaving the prompt'),
  ),
  concat(toWidth(styled('Enter Esc', KEY), KEYS_WIDTH), styled('stay there, or go back to where you were')),
  EMPTY,
  styled('While selecting with the keys', HEADING),
  concat(toWidth(styled('arrows hjkl', KEY), KEYS_WIDTH), styled('extend; w b 0 $ g G PgUp PgDn, too')),
  concat(toWidth(styled('Space', KEY), KEYS_WIDTH), styled('begin here instead; o goes to the other end')),
  concat(toWidth(styled('y Enter', KEY), KEYS_WIDTH), styled('copy')),
  EMPTY,
  styled('Mouse', HEADING),
  concat(toWidth(styled('drag', KEY), KEYS_WIDTH), styled('select text of the log; it is copied when you let go')),
  concat(toWidth(styled('double click', KEY), KEYS_WIDTH), styled('a word of the log, or the details of a process')),
  concat(toWidth(styled('wheel', KEY), KEYS_WIDTH), styled('scroll; the bar on the right can be dragged')),
  EMPTY,
  styled('Why these keys', HEADING),
  styled('Keys of mprocs and of process-compose both work. Where they differ:'),
  styled('s starts, as in mprocs; the terminal’s own scrollback is on b.'),
  styled('N is the previous match while there is a search, else it sorts by name.'),
  styled('Bind keys as you like in $XDG_CONFIG_HOME/pom/keys.yaml, one "key: action" a line.'),
];
