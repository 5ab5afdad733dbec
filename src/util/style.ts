/** How characters look. Styles are values: two with equal fields look the same. */
export interface Style {
  /** Null: the terminal's own foreground. */
  readonly foreground: Color | null;
  /** Null: the terminal's own background. */
  readonly background: Color | null;
  /** A set of the bits in `Attribute`. */
  readonly attributes: number;
}

/**
 * 0 to 15: the colours that the user's terminal has for these; 16 to 255: xterm's cube and greys; from `RGB` on:
 * `RGB + 0xrrggbb`.
 */
export type Color = number;

/** Added to a 24-bit colour, to tell it from an index. */
export const RGB = 0x100_0000;

export const Attribute = { bold: 1, dim: 2, italic: 4, underline: 8, inverse: 16, strike: 32 } as const;

export const PLAIN: Style = { foreground: null, background: null, attributes: 0 };

/** What to change about a style: colours replace, attributes are added. */
export interface StyleChange {
  readonly foreground?: Color;
  readonly background?: Color;
  readonly attributes?: number;
}

export function change(style: Style, { foreground, background, attributes }: StyleChange): Style {
  return {
    foreground: foreground ?? style.foreground,
    background: background ?? style.background,
    attributes: style.attributes | (attributes ?? 0),
  };
}

export function isSameStyle(a: Style, b: Style): boolean {
  return a === b || (a.foreground === b.foreground && a.background === b.background && a.attributes === b.attributes);
}
