import type { Look } from '../look.ts';
import { concat, type StyledText, shorten, styled, toWidth, widthOf } from '../text/styled-text.ts';
import { ACCENT, BOLD } from './theme.ts';

/** Rows in a frame of `width` cells, each with a blank cell on either side, under a title; as many as `height` has room for. */
export function box(
  look: Look,
  title: string,
  rows: readonly StyledText[],
  width: number,
  height: number,
): readonly StyledText[] {
  const { topLeft, topRight, bottomLeft, bottomRight, horizontal, vertical } = look.glyphs.box;
  const inner = Math.max(0, width - 2);
  const label = title === '' ? [] : shorten(styled(` ${title} `, BOLD), Math.max(0, inner - 2));
  const rest = Math.max(0, inner - 1 - widthOf(label));
  const side = styled(vertical, ACCENT);
  const top = concat(styled(topLeft + horizontal, ACCENT), label, styled(horizontal.repeat(rest) + topRight, ACCENT));
  const middle = Array.from({ length: Math.max(0, height - 2) }, (_, index) =>
    concat(
      side,
      styled(' '),
      toWidth(shorten(rows[index] ?? [], inner - 2), Math.max(0, inner - 2)),
      styled(' '),
      side,
    ),
  );
  return [top, ...middle, styled(bottomLeft + horizontal.repeat(inner) + bottomRight, ACCENT)];
}
