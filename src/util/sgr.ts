import { Attribute, type Color, PLAIN, RGB, type Style } from './style.ts';

/** Colours a terminal can show: none at all, its own 16, xterm's 256, or 24 bits. */
export type ColorDepth = 'none' | '16' | '256' | 'true';

/**
 * The style that follows when text of `style` comes to `ESC [ parameters m`. What is not understood changes nothing;
 * hidden and blinking text stays as it was, because a log has nothing to hide and nothing to blink for.
 */
export function applySgr(style: Style, parameters: string): Style {
  if (parameters === '' || parameters === '0') return PLAIN;
  if (style === PLAIN) return FROM_PLAIN.get(parameters) ?? applied(style, parameters);
  return applied(style, parameters);
}

function applied(style: Style, parameters: string): Style {
  let { foreground, background, attributes } = style;
  const codes = parameters.split(';');
  for (let index = 0; index < codes.length; index += 1) {
    const [code = 0, ...details] = (codes[index] ?? '').split(':').map((text) => (text === '' ? 0 : Number(text)));
    if (code === 38 || code === 48 || code === 58) {
      const rest = details.length > 0 ? details : codes.slice(index + 1).map(Number);
      const { color, used } = extendedColor(rest, details.length > 0);
      if (details.length === 0) index += used;
      if (code === 38) foreground = color ?? foreground;
      if (code === 48) background = color ?? background;
    } else if (code === 0) {
      ({ foreground, background, attributes } = PLAIN);
    } else if (code >= 30 && code <= 37) foreground = code - 30;
    else if (code >= 90 && code <= 97) foreground = code - 90 + 8;
    else if (code === 39) foreground = null;
    else if (code >= 40 && code <= 47) background = code - 40;
    else if (code >= 100 && code <= 107) background = code - 100 + 8;
    else if (code === 49) background = null;
    else if (code === 4 && details[0] === 0) attributes &= ~Attribute.underline;
    else attributes = (attributes | (TURNED_ON[code] ?? 0)) & ~(TURNED_OFF[code] ?? 0);
  }
  return { foreground, background, attributes };
}

/** The sequence that makes a terminal write in this style, whatever it wrote in before. */
export function sgrOf(style: Style, depth: ColorDepth): string {
  let { attributes } = style;
  // Without colours a background is what makes text stand out: that much must be kept.
  if (depth === 'none' && style.background !== null) attributes |= Attribute.inverse;
  let codes = '0';
  for (const [bit, code] of ATTRIBUTE_CODES) if ((attributes & bit) !== 0) codes += `;${code}`;
  if (depth !== 'none') {
    if (style.foreground !== null) codes += `;${colorCode(style.foreground, depth, 30)}`;
    if (style.background !== null) codes += `;${colorCode(style.background, depth, 40)}`;
  }
  return `\x1b[${codes}m`;
}

const { bold, dim, italic, underline, inverse, strike } = Attribute;
const TURNED_ON: Readonly<Record<number, number>> = {
  1: bold,
  2: dim,
  3: italic,
  4: underline,
  7: inverse,
  9: strike,
  21: underline,
};
const TURNED_OFF: Readonly<Record<number, number>> = {
  22: bold | dim,
  23: italic,
  24: underline,
  27: inverse,
  29: strike,
};
const ATTRIBUTE_CODES: readonly (readonly [bit: number, code: number])[] = [
  [bold, 1],
  [dim, 2],
  [italic, 3],
  [underline, 4],
  [inverse, 7],
  [strike, 9],
];

/** What single codes make of plain text, which is most of what is ever asked. */
const FROM_PLAIN: ReadonlyMap<string, Style> = new Map(
  Array.from({ length: 108 }, (_, code) => [String(code), applied(PLAIN, String(code))]),
);

/** `5;n` or `2;r;g;b`; with colons there may be a colour space between the 2 and the red. */
function extendedColor(rest: readonly number[], colons: boolean): { color: Color | null; used: number } {
  if (rest[0] === 5) return { color: byte(rest[1]), used: 2 };
  if (rest[0] !== 2) return { color: null, used: 0 };
  const [r, g, b] = (colons && rest.length > 4 ? rest.slice(2) : rest.slice(1)).map(byte);
  const color = r == null || g == null || b == null ? null : RGB + (r << 16) + (g << 8) + b;
  return { color, used: 4 };
}

function byte(value: number | undefined): number | null {
  return value !== undefined && value >= 0 && value <= 255 ? value : null;
}

function colorCode(color: Color, depth: '16' | '256' | 'true', base: 30 | 40): string {
  if (color >= RGB && depth === 'true') {
    return `${base + 8};2;${(color >> 16) & 255};${(color >> 8) & 255};${color & 255}`;
  }
  const indexed = color >= RGB ? nearestOfCube(color) : color;
  if (indexed < 16 || depth === '16') {
    const basic = indexed < 16 ? indexed : nearestOfBasic(indexed);
    return String(basic < 8 ? base + basic : base + 60 + basic - 8);
  }
  return `${base + 8};5;${indexed}`;
}

/** The levels of xterm's 6x6x6 cube. */
const LEVELS = [0, 95, 135, 175, 215, 255];

function nearestOfCube(color: Color): number {
  const [r = 0, g = 0, b = 0] = [16, 8, 0].map((shift) => nearestLevel((color >> shift) & 255));
  return 16 + 36 * r + 6 * g + b;
}

function nearestLevel(value: number): number {
  return LEVELS.reduce(
    (best, level, index) => (Math.abs(level - value) < Math.abs((LEVELS[best] ?? 0) - value) ? index : best),
    0,
  );
}

/** Of 16 colours, the one whose mixture of red, green and blue is like that of the index, and as bright. */
function nearestOfBasic(indexed: number): number {
  const [r, g, b] =
    indexed >= 232
      ? [8 + 10 * (indexed - 232), 8 + 10 * (indexed - 232), 8 + 10 * (indexed - 232)]
      : [36, 6, 1].map((step) => LEVELS[Math.floor((indexed - 16) / step) % 6] ?? 0);
  const max = Math.max(r ?? 0, g ?? 0, b ?? 0);
  if (max < 64) return 0;
  const bit = (value: number | undefined, mask: number) => ((value ?? 0) > max / 2 ? mask : 0);
  return bit(r, 1) + bit(g, 2) + bit(b, 4) + (max > 192 ? 8 : 0);
}
