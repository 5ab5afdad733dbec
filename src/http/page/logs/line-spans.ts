import { applySgr } from '../../../util/sgr.ts';
import { Attribute, PLAIN, RGB, type Style } from '../../../util/style.ts';
import { coloredText } from '../../../util/terminal-text.ts';
import type { TextMatcher } from '../../../util/text-matcher.ts';

/** A piece of a line that looks the same throughout. */
export interface LineSpan {
  readonly text: string;
  /** Classes of `theme.css`. */
  readonly className: string;
  /** Colours that have no class: `#rrggbb`. */
  readonly color?: string;
  readonly background?: string;
}

/** Nobody reads more of a line in passing; the rest is there when it is asked for. */
export const SHOWN_CHARACTERS = 2_000;

/** The text of a line without what a terminal would act on, as pieces; where `matcher` finds something is marked. */
export function lineSpans(text: string, matcher: TextMatcher | null): readonly LineSpan[] {
  const styled = styledPieces(coloredText(text));
  if (matcher === null) return styled.map(spanOf);
  const ranges = matcher.ranges(styled.map((piece) => piece.text).join(''));
  return marked(styled, ranges);
}

interface Piece {
  readonly text: string;
  readonly style: Style;
}

const COLOR = /\x1b\[([0-9;:]*)m/g;

function styledPieces(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let style = PLAIN;
  let from = 0;
  const add = (to: number) => {
    if (from < to) pieces.push({ text: text.slice(from, to), style });
  };
  for (const match of text.matchAll(COLOR)) {
    add(match.index);
    style = applySgr(style, match[1] ?? '');
    from = match.index + match[0].length;
  }
  add(text.length);
  return pieces;
}

/** Cuts the pieces where ranges begin and end. */
function marked(pieces: readonly Piece[], ranges: readonly (readonly [number, number])[]): readonly LineSpan[] {
  const spans: LineSpan[] = [];
  let start = 0;
  let next = 0;
  for (const piece of pieces) {
    const end = start + piece.text.length;
    let at = start;
    while (at < end) {
      while ((ranges[next]?.[1] ?? Number.POSITIVE_INFINITY) <= at) next += 1;
      const [from, to] = ranges[next] ?? [end, end];
      const isMarked = at >= from;
      const until = Math.min(end, isMarked ? to : from);
      const span = spanOf({ ...piece, text: piece.text.slice(at - start, until - start) });
      spans.push(isMarked ? { ...span, className: `${span.className} match`.trim() } : span);
      at = until;
    }
    start = end;
  }
  return spans;
}

function spanOf({ text, style }: Piece): LineSpan {
  if (style === PLAIN) return { text, className: '' };
  const isInverse = (style.attributes & Attribute.inverse) !== 0;
  const [foreground, background] = isInverse
    ? [style.background, style.foreground]
    : [style.foreground, style.background];
  const classes = [
    ...ATTRIBUTES.filter(([bit]) => (style.attributes & bit) !== 0).map(([, name]) => name),
    ...(isInverse && style.foreground === null && style.background === null ? ['inverse'] : []),
    ...(foreground !== null && foreground < 16 ? [`fg-${foreground}`] : []),
    ...(background !== null && background < 16 ? [`bg-${background}`] : []),
  ];
  return {
    text,
    className: classes.join(' '),
    ...(foreground !== null && foreground >= 16 ? { color: hexOf(foreground) } : {}),
    ...(background !== null && background >= 16 ? { background: hexOf(background) } : {}),
  };
}

const ATTRIBUTES: readonly (readonly [bit: number, name: string])[] = [
  [Attribute.bold, 'bold'],
  [Attribute.dim, 'dim'],
  [Attribute.italic, 'italic'],
  [Attribute.underline, 'underline'],
  [Attribute.strike, 'strike'],
];

/** The levels of xterm's 6x6x6 cube. */
const LEVELS = [0, 95, 135, 175, 215, 255];

function hexOf(color: number): string {
  if (color >= RGB) return `#${(color - RGB).toString(16).padStart(6, '0')}`;
  const levels =
    color >= 232
      ? [0, 0, 0].map(() => 8 + 10 * (color - 232))
      : [36, 6, 1].map((step) => LEVELS[Math.floor((color - 16) / step) % 6] ?? 0);
  return `#${levels.map((level) => level.toString(16).padStart(2, '0')).join('')}`;
}
