import type { Step } from './effect.ts';
import { step } from './effect.ts';
import { settle } from './settle.ts';
import { type DashboardState, withChosen } from './state.ts';
import type { TuiEvent } from './tui-event.ts';
import { afterAnswer } from './update/answers.ts';
import { afterFind, afterFindFailure } from './update/find.ts';
import { afterKey, afterPaste } from './update/keys.ts';
import { afterLinks } from './update/links.ts';
import { afterEdgeHeld, afterMouse } from './update/mouse.ts';

/** What an event makes of the state, and what it wants done in the world. Pure: the same event, the same step. */
export function update(state: DashboardState, event: TuiEvent): Step {
  const { state: next, effects } = stepFor(state, event);
  return { state: next === state ? state : settle(next), effects };
}

function stepFor(state: DashboardState, event: TuiEvent): Step {
  switch (event.type) {
    case 'Key':
      return afterKey(withoutMessage(state), event.key);
    case 'Paste':
      return afterPaste(state, event.text);
    case 'Mouse':
      return afterMouse(event.what === 'press' ? withoutMessage(state) : state, event);
    case 'EdgeHeld':
      return step(afterEdgeHeld(state));
    case 'LinksRead':
      return afterLinks(state, event.process, event.links);
    case 'Resize':
      return step({ ...state, size: event.size });
    case 'Found':
      return step(afterFind(state, event));
    case 'FindFailed':
      return step(afterFindFailure(state, event));
    default:
      return step(afterAnswer(state, event));
  }
}

function withoutMessage(state: DashboardState): DashboardState {
  return state.chosen.message === null ? state : withChosen(state, { message: null });
}
