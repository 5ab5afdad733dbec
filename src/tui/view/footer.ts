import type { ProcessStatus } from '../../model/process-status.ts';
import { plainText } from '../../util/terminal-text.ts';
import type { Action } from '../actions.ts';
import { keyFor } from '../keymap.ts';
import { keyLabel } from '../keys.ts';
import { viewOf } from '../layout/log-pane.ts';
import type { Prompt } from '../prompt.ts';
import { matchKey, type Search } from '../search.ts';
import type { DashboardState, Message, Size } from '../state.ts';
import { concat, type StyledText, shorten, slice, styled, toWidth, widthOf } from '../text/styled-text.ts';
import { searchText } from './log-title.ts';
import { ACCENT, BAD_BOLD, DIM, GOOD, KEY } from './theme.ts';

/** The last row: what is being typed, or was said, or is being searched for, or the keys that work now. */
export function footerRow(state: DashboardState, size: Size): StyledText {
  const { prompt, message, search } = state.chosen;
  if (prompt !== null) return promptRow(state, prompt, size.columns);
  if (message !== null) return shorten(messageRow(message), size.columns);
  if (search !== null) return searchRow(state, search, size.columns);
  return concat(...hints(state, size).map(({ text }) => text));
}

/** The action of the hint at column `x`; null where there is none. */
export function actionAt(state: DashboardState, size: Size, x: number): Action | null {
  const { prompt, message, search } = state.chosen;
  if (prompt !== null || message !== null || search !== null) return null;
  let column = 0;
  for (const { text, action } of hints(state, size)) {
    column += widthOf(text);
    if (x < column) return action;
  }
  return null;
}

interface Hint {
  readonly action: Action;
  readonly text: StyledText;
}

/** In the order of their worth: the last ones go when there is no room. */
const LIST_HINTS: readonly (readonly [Action, string])[] = [
  ['help', 'help'],
  ['quit', 'quit'],
  ['start', 'start'],
  ['stop', 'stop'],
  ['restart', 'restart'],
  ['search', 'search'],
  ['details', 'details'],
  ['palette', 'palette'],
  ['filter', 'filter'],
  ['switch-pane', 'to the log'],
  ['mark', 'mark'],
  ['graph', 'graph'],
  ['zoom-log', 'zoom'],
  ['reload', 'reload'],
  ['scrollback', 'scrollback'],
];

const LOG_HINTS: readonly (readonly [Action, string])[] = [
  ['help', 'help'],
  ['quit', 'quit'],
  ['search', 'search'],
  ['filter', 'filter'],
  ['follow', 'follow'],
  ['switch-pane', 'to the list'],
  ['select-text', 'select'],
  ['wrap', 'wrap'],
  ['timestamps', 'times'],
  ['stream', 'stderr'],
  ['json', 'json'],
  ['clear', 'clear'],
  ['save', 'save'],
  ['scrollback', 'scrollback'],
  ['palette', 'palette'],
];

const SELECTION_HINT = ' arrows extend · Space begins here · y copies · Esc leaves';

function hints(state: DashboardState, { columns }: Size): readonly Hint[] {
  if (state.chosen.selection?.by === 'keys') return [{ action: 'cancel', text: styled(SELECTION_HINT, DIM) }];
  const wanted = wantedHints(state);
  const shown: Hint[] = [];
  let left = columns;
  for (const [action, label] of wanted) {
    const key = keyFor(state.setup.keymap, action);
    if (key === null) continue;
    const word = action === 'quit' && state.setup.mode === 'attached' ? 'detach' : label;
    const text = concat(styled(' '), styled(keyLabel(key), KEY), styled(` ${word} `, DIM));
    left -= widthOf(text);
    if (left < 0) break;
    shown.push({ action, text });
  }
  // Help and quit are worth the most, and are looked for at the end.
  return [...shown.slice(2), ...shown.slice(0, 2)];
}

/** In trouble one wants to know why, before anything else is done about it. */
function wantedHints({ known, chosen }: DashboardState): readonly (readonly [Action, string])[] {
  const wanted = chosen.focus === 'list' ? LIST_HINTS : LOG_HINTS;
  const selected = known.processes.find(({ name }) => name === chosen.process);
  if (selected === undefined || !IN_TROUBLE.has(selected.status)) return wanted;
  return [...wanted.slice(0, 2), ['why', 'why'], ...wanted.slice(2)];
}

const IN_TROUBLE: ReadonlySet<ProcessStatus> = new Set(['crashed', 'skipped', 'backoff']);

function promptRow(state: DashboardState, prompt: Prompt, columns: number): StyledText {
  const label = { search: ' /', filter: ' &', save: ' save to ' }[prompt.purpose];
  const status = prompt.purpose === 'save' ? styled('Enter saves ', DIM) : promptStatus(state, prompt);
  const typed = concat(
    styled(label, KEY),
    styled(plainText(prompt.text)),
    styled(state.setup.look.glyphs.cursor, ACCENT),
  );
  const shownStatus = shorten(status, Math.max(Math.floor(columns * 0.6), columns - widthOf(typed) - 1));
  const room = Math.max(0, columns - widthOf(shownStatus) - 1);
  // The end of what is typed is where the eye is.
  const visible = widthOf(typed) <= room ? typed : slice(typed, widthOf(typed) - room, widthOf(typed));
  return concat(toWidth(visible, room), styled(' '), shownStatus);
}

function promptStatus(state: DashboardState, prompt: Prompt): StyledText {
  const kind = prompt.kind === 'regex' ? 'regex' : 'text';
  const cased = prompt.ignoreCase ? 'any case' : 'this case';
  const found =
    prompt.purpose === 'search' && state.chosen.search !== null ? searchStatus(state, state.chosen.search) : [];
  return concat(found, styled('  ^R ', KEY), styled(kind, DIM), styled('  ^T ', KEY), styled(`${cased} `, DIM));
}

function searchRow(state: DashboardState, search: Search, columns: number): StyledText {
  const status = searchStatus(state, search);
  const keys = concat(
    styled('  n', KEY),
    styled(' newer', DIM),
    styled('  N', KEY),
    styled(' older', DIM),
    styled('  Esc', KEY),
    styled(' ends ', DIM),
  );
  const tail = columns >= 50 ? concat(status, keys) : concat(status, styled(' '));
  const room = Math.max(0, columns - widthOf(tail));
  return concat(toWidth(shorten(styled(` /${searchText(search.query)}`, ACCENT), room), room), tail);
}

/** `match 12 of 340`, `no match`, `looking …`. */
function searchStatus(state: DashboardState, search: Search): StyledText {
  switch (search.state.is) {
    case 'looking':
      return styled('  looking …', DIM);
    case 'nothing':
      return styled('  no match', BAD_BOLD);
    case 'invalid':
      return styled(`  ${plainText(search.state.why)}`, BAD_BOLD);
    case 'found': {
      const { matches } = state.known;
      const isCounted = matches !== null && matches.key === matchKey(viewOf(state), search.query);
      const isPlaced = isCounted && matches.current === search.current;
      const total = isCounted ? matches.total.toLocaleString('en') : '…';
      const place = isPlaced ? matches.place.toLocaleString('en') : '…';
      const wrapped = search.state.wrapped ? ' (from the other end)' : '';
      return styled(`  match ${place} of ${total}${wrapped}`, GOOD);
    }
    default:
      return search.state satisfies never;
  }
}

function messageRow({ text, tone }: Message): StyledText {
  return styled(` ${text}`, tone === 'failed' ? BAD_BOLD : GOOD);
}
