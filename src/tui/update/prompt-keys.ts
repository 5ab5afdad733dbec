import type { TextSearch } from '../../model/logs-request.ts';
import { type Step, step } from '../effect.ts';
import { viewOf } from '../layout/log-pane.ts';
import type { Prompt } from '../prompt.ts';
import { type DashboardState, positionOf, withChosen, withPosition } from '../state.ts';
import { find, findAgain, idBelow } from './find.ts';

/** Opens the bottom row for typing. What is typed takes effect with every key. */
export function openPrompt(state: DashboardState, purpose: Prompt['purpose'], text: string): Step {
  const { search, filter } = state.chosen;
  const last = purpose === 'filter' ? filter : purpose === 'search' ? search?.query : null;
  const prompt: Prompt = {
    purpose,
    text,
    kind: last?.kind ?? 'text',
    ignoreCase: last?.ignoreCase ?? true,
    from: idBelow(state),
    before: { position: positionOf(state), search, filter },
  };
  return step(withChosen(state, { prompt, focus: purpose === 'save' ? state.chosen.focus : 'log' }));
}

export function afterPromptKey(state: DashboardState, prompt: Prompt, key: string): Step {
  switch (key) {
    case 'enter':
      return accept(state, prompt);
    case 'escape':
      return abandon(state, prompt);
    case 'backspace':
    case 'ctrl-h':
      // As in less: nothing left to delete means nothing is wanted.
      if (prompt.text === '') return abandon(state, prompt);
      return typed(state, prompt, Array.from(prompt.text).slice(0, -1).join(''));
    case 'ctrl-u':
      return typed(state, prompt, '');
    case 'ctrl-w':
      return typed(state, prompt, prompt.text.replace(/\S*\s*$/, ''));
    case 'ctrl-r':
    case 'alt-r':
      return retyped(state, { ...prompt, kind: prompt.kind === 'text' ? 'regex' : 'text' });
    case 'ctrl-t':
    case 'alt-c':
      return retyped(state, { ...prompt, ignoreCase: !prompt.ignoreCase });
    case 'up':
    case 'down':
      return prompt.purpose === 'search' ? findAgain(state, key === 'up' ? 'older' : 'newer') : step(state);
    case 'space':
      return typed(state, prompt, `${prompt.text} `);
    default:
      return Array.from(key).length === 1 ? typed(state, prompt, prompt.text + key) : step(state);
  }
}

export function typed(state: DashboardState, prompt: Prompt, text: string): Step {
  return retyped(state, { ...prompt, text });
}

function retyped(state: DashboardState, prompt: Prompt): Step {
  const next = withChosen(state, { prompt });
  const query = queryOf(prompt);
  if (prompt.purpose === 'filter') return step(withChosen(next, { filter: query, pendingRows: 0 }));
  if (prompt.purpose === 'save') return step(next);
  if (query === null) return step(back(next, prompt), { type: 'stop-finding' });
  return find(next, query, 'older', prompt.from);
}

function queryOf({ text, kind, ignoreCase }: Prompt): TextSearch | null {
  return text === '' ? null : { pattern: text, kind, ignoreCase };
}

function accept(state: DashboardState, prompt: Prompt): Step {
  const closed = withChosen(state, { prompt: null });
  if (prompt.purpose === 'save') {
    return prompt.text === '' ? step(closed) : step(closed, { type: 'save', view: viewOf(state), path: prompt.text });
  }
  if (prompt.text !== '') return step(closed);
  const ended = prompt.purpose === 'search' ? back(closed, prompt) : withChosen(closed, { filter: null });
  return step(ended, { type: 'stop-finding' });
}

/** Everything is as it was before. */
function abandon(state: DashboardState, prompt: Prompt): Step {
  const { search, filter } = prompt.before;
  return step(withChosen(back(state, prompt), { prompt: null, search, filter }), { type: 'stop-finding' });
}

function back(state: DashboardState, { before }: Prompt): DashboardState {
  return withPosition(withChosen(state, { search: null, pendingRows: 0, reveal: null }), before.position);
}
