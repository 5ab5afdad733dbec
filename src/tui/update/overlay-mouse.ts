import { type Step, step } from '../effect.ts';
import { contains } from '../layout/panes.ts';
import type { Overlay } from '../overlay.ts';
import { type DashboardState, withChosen } from '../state.ts';
import type { MouseEvent } from '../tui-event.ts';
import { entryAt, overlayArea } from '../view/overlay-area.ts';
import { choose, moveChoice, scrollDocument } from './overlay-keys.ts';

/** The wheel scrolls, a click chooses, a click beside the overlay closes it. */
export function afterOverlayMouse(state: DashboardState, overlay: Overlay, { what, x, y }: MouseEvent): Step {
  const direction = what === 'wheel-up' ? -1 : what === 'wheel-down' ? 1 : 0;
  if (direction !== 0) {
    if (overlay.kind === 'document') return step(scrollDocument(state, overlay, direction * 3));
    return step(overlay.kind === 'confirm' ? state : moveChoice(state, overlay, direction));
  }
  if (what !== 'press') return step(state);
  if (!contains(overlayArea(state, state.size, overlay), x, y)) return step(withChosen(state, { overlay: null }));
  if (overlay.kind !== 'palette' && overlay.kind !== 'picker') return step(state);
  const index = entryAt(state, state.size, overlay, y);
  return index === null ? step(state) : choose(state, overlay, index);
}
