import type { ProcessStatus } from '../../model/process-status.ts';
import { Attribute, PLAIN, type Style } from '../../util/style.ts';

/**
 * How things look. The terminal's own foreground and background, its own 16 colours, and attributes: all of that is
 * readable on light and on dark, and nothing says with colour alone what matters.
 */
const { bold, dim, inverse, underline } = Attribute;

export const BOLD: Style = { ...PLAIN, attributes: bold };
export const DIM: Style = { ...PLAIN, attributes: dim };
/** The bars above and below, and what is selected where the keys go. */
export const BAR: Style = { ...PLAIN, attributes: inverse };
export const BAR_BOLD: Style = { ...PLAIN, attributes: inverse | bold };
export const GOOD: Style = { ...PLAIN, foreground: 2 };
export const BUSY: Style = { ...PLAIN, foreground: 3 };
export const BAD: Style = { ...PLAIN, foreground: 1 };
export const BAD_BOLD: Style = { ...PLAIN, foreground: 1, attributes: bold };
export const ACCENT: Style = { ...PLAIN, foreground: 6 };
export const KEY: Style = { ...PLAIN, foreground: 6, attributes: bold };
export const HEADING: Style = { ...PLAIN, attributes: bold | underline };
/** A stretch of text that matches a search, and the one that the reader is at. */
export const MATCH: Style = { ...PLAIN, foreground: 0, background: 3 };
export const CURRENT_MATCH: Style = { ...PLAIN, foreground: 0, background: 2 };

export function statusStyle(status: ProcessStatus): Style {
  switch (status) {
    case 'running':
      return GOOD;
    case 'starting':
    case 'stopping':
    case 'backoff':
    case 'scheduled':
      return BUSY;
    case 'crashed':
    case 'skipped':
      return BAD;
    case 'completed':
      return ACCENT;
    case 'pending':
    case 'stopped':
    case 'disabled':
      return DIM;
    default:
      return status satisfies never;
  }
}

/** Colours for names in the merged log: readable on light and dark, and none that means good or bad. */
const NAME_COLORS = [6, 5, 4, 2, 3, 14, 13, 12, 10, 11];

/** @param index the place of the process in pom.yaml. */
export function nameStyle(index: number): Style {
  return { ...PLAIN, foreground: NAME_COLORS[Math.max(0, index) % NAME_COLORS.length] ?? 6 };
}
