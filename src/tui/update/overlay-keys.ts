import { type Step, step } from '../effect.ts';
import type { ConfirmOverlay, DocumentOverlay, Overlay, PaletteOverlay, PickerOverlay } from '../overlay.ts';
import { paletteEntries } from '../palette/entries.ts';
import { type DashboardState, withChosen } from '../state.ts';
import { documentHeight, overlayArea } from '../view/overlay-area.ts';
import { runCommand } from './run-command.ts';

export function afterOverlayKey(state: DashboardState, overlay: Overlay, key: string): Step {
  if (key === 'escape') return step(withChosen(state, { overlay: null }));
  switch (overlay.kind) {
    case 'document':
      return step(afterDocumentKey(state, overlay, key));
    case 'palette':
      return afterPaletteKey(state, overlay, key);
    case 'picker':
      return afterPickerKey(state, overlay, key);
    case 'confirm':
      return afterConfirmKey(state, overlay, key);
    default:
      return overlay satisfies never;
  }
}

export function afterOverlayPaste(state: DashboardState, overlay: Overlay, text: string): Step {
  if (overlay.kind !== 'palette') return step(state);
  return step(withChosen(state, { overlay: { ...overlay, query: overlay.query + text, index: 0 } }));
}

/** Scrolls a document by some rows, as far as there is text. */
export function scrollDocument(state: DashboardState, overlay: DocumentOverlay, rows: number): DashboardState {
  const height = overlayArea(state, state.size, overlay).height - 2;
  const last = Math.max(0, documentHeight(state, state.size, overlay) - height);
  return withChosen(state, { overlay: { ...overlay, top: Math.min(last, Math.max(0, overlay.top + rows)) } });
}

/** Moves the choice in a list, and stops at its ends. */
export function moveChoice(state: DashboardState, overlay: PaletteOverlay | PickerOverlay, by: number): DashboardState {
  const count = overlay.kind === 'picker' ? overlay.items.length : paletteEntries(state, overlay.query).length;
  const index = Math.max(0, Math.min(count - 1, overlay.index + by));
  return withChosen(state, { overlay: { ...overlay, index } });
}

/** Carries out the entry at `index`, if there is one. */
export function choose(state: DashboardState, overlay: PaletteOverlay | PickerOverlay, index: number): Step {
  const entries = overlay.kind === 'picker' ? overlay.items : paletteEntries(state, overlay.query);
  const entry = entries[index];
  return entry === undefined ? step(state) : runCommand(state, entry.command);
}

function afterDocumentKey(state: DashboardState, overlay: DocumentOverlay, key: string): DashboardState {
  const page = Math.max(1, overlayArea(state, state.size, overlay).height - 3);
  const rows = { ...DOCUMENT_KEYS, 'page-up': -page, 'page-down': page, space: page }[key];
  if (rows !== undefined) return scrollDocument(state, overlay, rows);
  // What opened it closes it, too.
  const actions: readonly string[] = state.setup.keymap.get(key) ?? [];
  const closing = ['quit', 'help', 'details', 'why', 'graph', 'config-error', 'cancel'];
  return actions.some((action) => closing.includes(action)) ? withChosen(state, { overlay: null }) : state;
}

const DOCUMENT_KEYS: Readonly<Record<string, number>> = {
  up: -1,
  k: -1,
  down: 1,
  j: 1,
  g: Number.NEGATIVE_INFINITY,
  home: Number.NEGATIVE_INFINITY,
  G: Number.POSITIVE_INFINITY,
  end: Number.POSITIVE_INFINITY,
};

function afterPaletteKey(state: DashboardState, overlay: PaletteOverlay, key: string): Step {
  const query = (text: string) => step(withChosen(state, { overlay: { ...overlay, query: text, index: 0 } }));
  const rows = { up: -1, 'ctrl-p': -1, down: 1, 'ctrl-n': 1, 'page-up': -10, 'page-down': 10 }[key];
  if (rows !== undefined) return step(moveChoice(state, overlay, rows));
  if (key === 'enter') return choose(state, overlay, overlay.index);
  if (key === 'backspace' || key === 'ctrl-h') return query(Array.from(overlay.query).slice(0, -1).join(''));
  if (key === 'ctrl-u') return query('');
  if (key === 'space') return query(`${overlay.query} `);
  return Array.from(key).length === 1 ? query(overlay.query + key) : step(state);
}

function afterPickerKey(state: DashboardState, overlay: PickerOverlay, key: string): Step {
  const rows = { up: -1, k: -1, down: 1, j: 1, 'page-up': -10, 'page-down': 10 }[key];
  if (rows !== undefined) return step(moveChoice(state, overlay, rows));
  if (key === 'enter') return choose(state, overlay, overlay.index);
  return step(key === 'q' ? withChosen(state, { overlay: null }) : state);
}

function afterConfirmKey(state: DashboardState, overlay: ConfirmOverlay, key: string): Step {
  if (key === 'y' || key === 'Y' || key === 'enter') return runCommand(state, overlay.command);
  return step(key === 'n' || key === 'N' || key === 'q' ? withChosen(state, { overlay: null }) : state);
}
