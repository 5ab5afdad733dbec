import { unreachable } from '../../util/unreachable.ts';
import type { Area } from '../layout/panes.ts';
import type { DocumentOverlay, Overlay, PaletteOverlay, PickerOverlay } from '../overlay.ts';
import { paletteEntries } from '../palette/entries.ts';
import type { DashboardState, Size } from '../state.ts';
import { cellWidth } from '../text/cells.ts';
import { documentRows } from './documents/document.ts';

/** Where an overlay is drawn, frame included: in the middle, as large as it needs to be and the screen allows. */
export function overlayArea(state: DashboardState, size: Size, overlay: Overlay): Area {
  const { width, height } = wantedSize(state, size, overlay);
  const shown = { width: Math.min(width, size.columns), height: Math.min(height, size.rows) };
  return {
    x: Math.floor((size.columns - shown.width) / 2),
    y: Math.floor((size.rows - shown.height) / 2),
    ...shown,
  };
}

/** All rows of the document, seen or not. */
export function documentHeight(state: DashboardState, size: Size, overlay: DocumentOverlay): number {
  return documentRows(state, overlay.document, documentWidth(size) - FRAME).length;
}

/** The index of the entry on row `y` of the screen; null when there is none. */
export function entryAt(
  state: DashboardState,
  size: Size,
  overlay: PaletteOverlay | PickerOverlay,
  y: number,
): number | null {
  const area = overlayArea(state, size, overlay);
  const { first, rows } = listSlice(state, area, overlay);
  const index = y - area.y - (overlay.kind === 'palette' ? 2 : 1);
  return index >= 0 && index < rows ? first + index : null;
}

/** Which entries of a list are shown: those around the chosen one. */
export function listSlice(
  state: DashboardState,
  area: Area,
  overlay: PaletteOverlay | PickerOverlay,
): { readonly first: number; readonly rows: number } {
  const count = overlay.kind === 'picker' ? overlay.items.length : paletteEntries(state, overlay.query).length;
  const room = Math.max(1, area.height - (overlay.kind === 'palette' ? 3 : 2));
  const first = Math.max(0, Math.min(overlay.index - Math.floor(room / 2), count - room));
  return { first, rows: Math.min(room, count - first) };
}

/** Frame and one blank cell on each side. */
export const FRAME = 4;
const MAX_DOCUMENT = 110;
const PALETTE = { width: 84, height: 20 };

/** Below this width there is no margin: what would show through there is of no use. */
const ROOMY_COLUMNS = 100;

function documentWidth({ columns }: Size): number {
  return columns < ROOMY_COLUMNS ? columns : Math.min(columns - 6, MAX_DOCUMENT);
}

function wantedSize(
  state: DashboardState,
  size: Size,
  overlay: Overlay,
): { readonly width: number; readonly height: number } {
  const margin = size.columns < ROOMY_COLUMNS ? 0 : 4;
  switch (overlay.kind) {
    case 'document':
      return { width: documentWidth(size), height: Math.min(documentHeight(state, size, overlay) + 2, size.rows - 2) };
    case 'palette':
      return { width: Math.min(PALETTE.width, size.columns - margin), height: Math.min(PALETTE.height, size.rows - 2) };
    case 'picker': {
      const widest = Math.max(
        cellWidth(overlay.title) + 2,
        ...overlay.items.map(({ label, keys }) => cellWidth(label) + cellWidth(keys) + 2),
      );
      return { width: Math.min(widest + FRAME, size.columns - margin), height: overlay.items.length + 2 };
    }
    case 'confirm': {
      const texts = [overlay.question, ...overlay.details, CONFIRM_KEYS];
      return {
        width: Math.min(Math.max(...texts.map(cellWidth)) + FRAME, size.columns - margin),
        height: Math.min(overlay.details.length, MAX_DETAILS) + 5,
      };
    }
    default:
      return unreachable(overlay);
  }
}

export const CONFIRM_KEYS = 'y yes   n no';
export const MAX_DETAILS = 12;
