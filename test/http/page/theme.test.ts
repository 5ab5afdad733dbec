/** The colours of the page, from its style sheets: text can be read on whatever it stands. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const PAGE = path.join(import.meta.dirname, '..', '..', '..', 'src', 'http', 'page');

/** What WCAG 2.2 demands of text (1.4.3, level AA). */
const LEAST_CONTRAST = 4.5;

const SHEETS = ['theme.css', 'logs/log-viewport.css']
  .map((file) => readFileSync(path.join(PAGE, file), 'utf8'))
  .join('\n');

interface Color {
  readonly name: string;
  /** `#rrggbb`. */
  readonly light: string;
  readonly dark: string;
}

/** Declarations that give a colour for light and one for dark. */
function colors(pattern: RegExp): readonly Color[] {
  return Array.from(SHEETS.matchAll(pattern), ([, name = '', light = '', dark = '']) => ({ name, light, dark }));
}

const VARIABLES = colors(/(--[\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g);
const NAMES = VARIABLES.filter(({ name }) => name.startsWith('--name-'));
const FOREGROUNDS = colors(/\.(fg-\d+) \{\s+color: light-dark\((#\w{6}), (#\w{6})\)/g);
const BACKGROUNDS = colors(/\.(bg-\d+) \{\s+background: light-dark\((#\w{6}), (#\w{6})\)/g);

function variable(name: string): Color {
  const found = VARIABLES.find((color) => color.name === `--${name}`);
  if (found === undefined) throw new Error(`theme.css has no colour --${name}`);
  return found;
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Pairs that are too near to each other. */
function unreadable(texts: readonly Color[], papers: readonly Color[]): readonly string[] {
  return texts.flatMap((text) =>
    papers.flatMap((paper) =>
      (['light', 'dark'] as const).flatMap((scheme) => {
        const reached = contrast(text[scheme], paper[scheme]);
        return reached >= LEAST_CONTRAST ? [] : [`${text.name} on ${paper.name}, ${scheme}: ${reached.toFixed(2)}`];
      }),
    ),
  );
}

describe('the colours of the page', () => {
  const texts = ['ink', 'soft', 'accent', 'good', 'busy', 'bad'].map(variable);
  const papers = ['paper', 'raised', 'accent-paper', 'bad-paper', 'target'].map(variable);

  it('are computed as the standard does', () => {
    expect(contrast('#ffffff', '#000000')).toBeCloseTo(21);
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  });

  it('can be read on whatever text stands on', () => {
    expect(unreadable(texts, papers)).toEqual([]);
  });

  it('can be read as names of processes', () => {
    expect(NAMES).toHaveLength(8);
    expect(unreadable(NAMES, papers)).toEqual([]);
  });

  it('can be read as what children colour', () => {
    expect(FOREGROUNDS.length).toBeGreaterThan(0);
    expect(unreadable(FOREGROUNDS, papers)).toEqual([]);
    expect(BACKGROUNDS.length).toBeGreaterThan(0);
    expect(unreadable([variable('ink')], [...BACKGROUNDS, variable('match')])).toEqual([]);
  });
});
