import { Attribute } from '../../util/style.ts';
import { plainText } from '../../util/terminal-text.ts';
import { unreachable } from '../../util/unreachable.ts';
import type { Area } from '../layout/panes.ts';
import type {
  ConfirmOverlay,
  DocumentOverlay,
  Overlay,
  PaletteEntry,
  PaletteOverlay,
  PickerOverlay,
} from '../overlay.ts';
import { paletteEntries } from '../palette/entries.ts';
import type { DashboardState } from '../state.ts';
import { concat, EMPTY, restyle, type StyledText, shorten, styled, toWidth, widthOf } from '../text/styled-text.ts';
import { box } from './box.ts';
import { documentRows, documentTitle } from './documents/document.ts';
import { FRAME, listSlice, MAX_DETAILS } from './overlay-area.ts';
import { ACCENT, BOLD, DIM, KEY } from './theme.ts';

/** The rows of an overlay, frame included, as many and as wide as its area. */
export function overlayRows(state: DashboardState, overlay: Overlay, area: Area): readonly StyledText[] {
  const { look } = state.setup;
  switch (overlay.kind) {
    case 'document': {
      const { title, rows } = documentPart(state, overlay, area);
      return box(look, title, rows, area.width, area.height);
    }
    case 'palette':
      return box(look, 'Commands', paletteRows(state, overlay, area), area.width, area.height);
    case 'picker':
      return box(
        look,
        plainText(overlay.title),
        listRows(state, overlay.items, overlay, area),
        area.width,
        area.height,
      );
    case 'confirm':
      return box(look, '', confirmRows(overlay), area.width, area.height);
    default:
      return unreachable(overlay);
  }
}

function documentPart(
  state: DashboardState,
  { document, top }: DocumentOverlay,
  area: Area,
): { readonly title: string; readonly rows: readonly StyledText[] } {
  const all = documentRows(state, document, area.width - FRAME);
  const height = area.height - 2;
  const from = Math.max(0, Math.min(top, all.length - height));
  const title = documentTitle(document);
  if (all.length <= height) return { title, rows: all };
  const percent = Math.round((100 * from) / (all.length - height));
  return {
    title: `${title} · ${percent === 100 ? 'end' : percent === 0 ? '↓ more' : `${percent}%`}`,
    rows: all.slice(from, from + height),
  };
}

function paletteRows(state: DashboardState, overlay: PaletteOverlay, area: Area): readonly StyledText[] {
  const entries = paletteEntries(state, overlay.query);
  const prompt = concat(
    styled('› ', KEY),
    styled(plainText(overlay.query)),
    styled(state.setup.look.glyphs.cursor, ACCENT),
  );
  const rows =
    entries.length === 0 ? [styled('no command is called that', DIM)] : listRows(state, entries, overlay, area);
  return [prompt, ...rows];
}

function listRows(
  state: DashboardState,
  entries: readonly PaletteEntry[],
  overlay: PaletteOverlay | PickerOverlay,
  area: Area,
): readonly StyledText[] {
  const { first, rows } = listSlice(state, area, overlay);
  const width = area.width - FRAME;
  return entries.slice(first, first + rows).map((entry, index) => {
    const keys = styled(entry.keys, DIM);
    const room = Math.max(0, width - widthOf(keys) - 1);
    const row = toWidth(concat(toWidth(shorten(entryLabel(entry.label), room), room), styled(' '), keys), width);
    return first + index === overlay.index ? restyle(row, 0, width, { attributes: Attribute.inverse }) : row;
  });
}

/** What a command is called stands out from what it does. */
function entryLabel(label: string): StyledText {
  const colon = label.indexOf(': ');
  if (colon === -1) return styled(plainText(label));
  return concat(styled(plainText(label.slice(0, colon)), BOLD), styled(`  ${plainText(label.slice(colon + 2))}`));
}

function confirmRows({ question, details }: ConfirmOverlay): readonly StyledText[] {
  const shown = details.slice(0, MAX_DETAILS).map((detail) => styled(plainText(detail), DIM));
  const keys = concat(styled('y', KEY), styled(' yes   '), styled('n', KEY), styled(' no'));
  return [styled(plainText(question), BOLD), ...shown, EMPTY, keys];
}
