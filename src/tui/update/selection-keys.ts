import { type Step, step } from '../effect.ts';
import { logPaneOf, rowsOf, viewOf } from '../layout/log-pane.ts';
import { FROM_THE_START } from '../logs/position.ts';
import { plainOfLine, type ShownLine } from '../logs/shown-line.ts';
import { type DashboardState, withChosen, withPosition } from '../state.ts';
import { graphemesOf } from '../text/cells.ts';
import { rangeOf, type TextPoint, type TextSelection } from '../text-selection.ts';
import { reveal } from './find.ts';
import { follow } from './log-options.ts';

/** Begins at the start of the last line on the screen; from now on movements extend the selection. */
export function beginSelection(state: DashboardState, unit: TextSelection['unit']): DashboardState {
  const still = follow(state, false);
  const last = rowsOf(still, logPaneOf(still, still.size)).at(-1);
  if (last === undefined) return state;
  const at = { id: last.line.id, column: last.row < 0 ? 0 : last.start };
  const selection = { anchor: at, head: at, unit, by: 'keys', edge: 0 } as const;
  return withChosen(still, { selection, focus: 'log' });
}

/** @returns null for a key that means here what it means elsewhere. */
export function afterSelectionKey(state: DashboardState, selection: TextSelection, key: string): Step | null {
  if (key === 'escape') return step(withChosen(state, { selection: null }));
  if (key === 'y' || key === 'enter') return copy(state, selection);
  if (selection.by !== 'keys') return null;
  if (key === 'space') return step(withChosen(state, { selection: { ...selection, anchor: selection.head } }));
  if (key === 'v' || key === 'V') {
    const unit = key === 'v' ? 'cells' : 'lines';
    return step(withChosen(state, { selection: selection.unit === unit ? null : { ...selection, unit } }));
  }
  if (key === 'o') {
    const { anchor, head } = selection;
    return step(withSelectionHead(withChosen(state, { selection: { ...selection, anchor: head } }), anchor));
  }
  const head = moved(state, selection.head, key);
  return head === null ? null : step(withSelectionHead(state, head));
}

/** Copies what is selected, and drops the selection. */
export function copy(state: DashboardState, selection: TextSelection): Step {
  const { json } = state.chosen;
  const effect = { type: 'copy', view: viewOf(state), range: rangeOf(selection), json } as const;
  return step(withChosen(state, { selection: null }), effect);
}

function withSelectionHead(state: DashboardState, head: TextPoint): DashboardState {
  const { selection } = state.chosen;
  if (selection === null) return state;
  const next = withChosen(state, { selection: { ...selection, head } });
  return head.id === 0 ? withPosition(next, FROM_THE_START) : reveal(next, head.id);
}

/** Where a movement leads; null when the key is none. */
function moved(state: DashboardState, from: TextPoint, key: string): TextPoint | null {
  const { layout, height } = logPaneOf(state, state.size);
  const index = layout.indexOf(from.id);
  const line = layout.lines[index];
  const vertical = VERTICAL[key];
  if (vertical !== undefined) {
    const by = vertical === 'page' ? height - 1 : vertical === '-page' ? 1 - height : vertical;
    const target = layout.lines[Math.min(layout.lines.length - 1, Math.max(0, index + by))];
    return target === undefined ? from : { id: target.id, column: from.column };
  }
  switch (key) {
    case 'left':
    case 'h':
      return { ...from, column: besides(line, from.column, -1) };
    case 'right':
    case 'l':
      return { ...from, column: besides(line, from.column, 1) };
    case '0':
    case 'home':
      return { ...from, column: 0 };
    case '$':
    case 'end':
      return { ...from, column: Math.max(0, (line?.width ?? 1) - 1) };
    case 'w':
      return {
        ...from,
        column: wordStarts(line).find((start) => start > from.column) ?? Math.max(0, (line?.width ?? 1) - 1),
      };
    case 'b':
      return { ...from, column: wordStarts(line).findLast((start) => start < from.column) ?? 0 };
    case 'g':
      return { id: 0, column: 0 };
    case 'G': {
      const last = layout.lines.at(-1);
      return layout.window.reachesEnd && last !== undefined
        ? { id: last.id, column: from.column }
        : { id: state.known.lastId, column: from.column };
    }
    default:
      return null;
  }
}

const VERTICAL: Readonly<Record<string, number | 'page' | '-page'>> = {
  up: -1,
  k: -1,
  down: 1,
  j: 1,
  'page-up': '-page',
  'page-down': 'page',
  'ctrl-u': '-page',
  'ctrl-d': 'page',
};

/** The column of the character before or after the one at `column`. */
function besides(line: ShownLine | undefined, column: number, direction: -1 | 1): number {
  if (line === undefined) return 0;
  const starts = characterStarts(line);
  const at = starts.findLastIndex((start) => start <= column);
  return starts[Math.min(starts.length - 1, Math.max(0, at + direction))] ?? 0;
}

function characterStarts(line: ShownLine): readonly number[] {
  let column = 0;
  const starts: number[] = [];
  for (const { width } of graphemesOf(plainOfLine(line))) {
    if (width > 0) starts.push(column);
    column += width;
  }
  return starts;
}

function wordStarts(line: ShownLine | undefined): readonly number[] {
  if (line === undefined) return [];
  let column = 0;
  let wasSpace = true;
  const starts: number[] = [];
  for (const { grapheme, width } of graphemesOf(plainOfLine(line))) {
    const isSpace = /\s/.test(grapheme);
    if (wasSpace && !isSpace) starts.push(column);
    wasSpace = isSpace;
    column += width;
  }
  return starts;
}
