import type { Actions } from './actions.ts';
import { actionFor } from './keymap.ts';

/** Keys that a part which scrolls, or is pressed, needs for itself. */
const SCROLLING: ReadonlySet<string> = new Set(['ArrowUp', 'ArrowDown', ' ']);

/** Has the keys of the whole page do what they are for; in a field of text they are text. */
export function listenToKeys(actions: Actions): void {
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || isTaken(event)) return;
    const action = actionFor(event);
    if (action !== null && actions.do(action)) event.preventDefault();
  });
}

function isTaken({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('input, textarea, select') !== null) return true;
  if (target.closest('dialog') !== null) return key !== '?';
  if (target.closest('button, a, summary') !== null && key === ' ') return true;
  return target.closest('.scrolls') !== null && SCROLLING.has(key);
}
