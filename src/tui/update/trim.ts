import { logPaneOf, windowOf } from '../layout/log-pane.ts';
import { type LogWindow, trimmed } from '../logs/log-window.ts';
import { type LogPosition, topOf } from '../logs/position.ts';
import type { DashboardState } from '../state.ts';

/** The window without what is more than a few screens away from what is shown, unless scrolling is about to get there. */
export function trimmedAround(state: DashboardState, position: LogPosition): LogWindow {
  const window = windowOf(state);
  if (window !== state.known.window || state.chosen.pendingRows !== 0) return state.known.window;
  const { layout, height } = logPaneOf(state, state.size);
  const kept = height * SCREENS;
  if (window.lines.length <= kept * 2) return window;
  const top = topOf(layout, position, height).line;
  return trimmed(window, position.follows ? window.lines.length - kept : top - kept, kept * 2);
}

/** Kept on each side. */
const SCREENS = 4;
