import type { Action } from '../actions.ts';
import { type Step, step } from '../effect.ts';
import { type DashboardState, withChosen } from '../state.ts';
import { afterOverlayKey, afterOverlayPaste } from './overlay-keys.ts';
import { isPossible, perform } from './perform.ts';
import { afterPromptKey, typed } from './prompt-keys.ts';
import { afterSelectionKey } from './selection-keys.ts';

/** A key goes to what is open: the prompt, an overlay, the selection; else to what it is bound to. */
export function afterKey(state: DashboardState, key: string): Step {
  const { prompt, overlay, selection } = state.chosen;
  const actions = state.setup.keymap.get(key) ?? [];
  // Whatever is open: who wants out, gets out.
  if (actions.includes('interrupt')) return perform(withChosen(state, { prompt: null }), 'interrupt', key);
  if (prompt !== null) return afterPromptKey(state, prompt, key);
  if (overlay !== null) return afterOverlayKey(state, overlay, key);
  const selected = selection === null ? null : afterSelectionKey(state, selection, key);
  if (selected !== null) return selected;
  const action = actions.find((candidate: Action) => isPossible(state, candidate));
  return action === undefined ? step(state) : perform(state, action, key);
}

/** Pasted text is typed where something is being typed, and ignored elsewhere: it never acts as keys. */
export function afterPaste(state: DashboardState, text: string): Step {
  const { prompt, overlay } = state.chosen;
  const line = text.replace(/[\r\n].*$/s, '').replace(/\p{Cc}/gu, '');
  if (prompt !== null) return typed(state, prompt, prompt.text + line);
  return overlay === null ? step(state) : afterOverlayPaste(state, overlay, line);
}
