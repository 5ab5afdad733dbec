import type { ProcessStatus } from '../model/process-status.ts';

/** What the terminal lets us draw, and how times are written: settled when the dashboard is opened. */
export interface Look {
  readonly glyphs: Glyphs;
  /** Minutes to add to UTC; null: the machine's own time zone. */
  readonly utcOffsetMinutes: number | null;
}

/** Characters that stand for something. All of them are one cell wide. */
export interface Glyphs {
  readonly status: Readonly<Record<ProcessStatus, string>>;
  readonly marked: string;
  readonly selected: string;
  readonly separator: string;
  readonly stderr: string;
  readonly current: string;
  readonly cursor: string;
  readonly track: string;
  readonly thumb: string;
  readonly restarts: string;
  readonly box: Box;
  /** From the smallest value to the largest. */
  readonly spark: readonly string[];
}

export interface Box {
  readonly topLeft: string;
  readonly topRight: string;
  readonly bottomLeft: string;
  readonly bottomRight: string;
  readonly horizontal: string;
  readonly vertical: string;
}

export const UNICODE_GLYPHS: Glyphs = {
  status: {
    disabled: '·',
    pending: '◌',
    starting: '◐',
    running: '●',
    stopping: '◑',
    backoff: '↻',
    scheduled: '◷',
    stopped: '○',
    completed: '✓',
    crashed: '✗',
    skipped: '⊘',
  },
  marked: '◆',
  selected: '▌',
  separator: '│',
  stderr: '▎',
  current: '►',
  cursor: '▏',
  track: '│',
  thumb: '┃',
  restarts: '↻',
  box: {
    topLeft: '╭',
    topRight: '╮',
    bottomLeft: '╰',
    bottomRight: '╯',
    horizontal: '─',
    vertical: '│',
  },
  spark: Array.from('▁▂▃▄▅▆▇█'),
};

/** For terminals that do not speak UTF-8. */
export const ASCII_GLYPHS: Glyphs = {
  status: {
    disabled: '.',
    pending: '-',
    starting: '/',
    running: '*',
    stopping: '\\',
    backoff: '~',
    scheduled: '@',
    stopped: 'o',
    completed: 'v',
    crashed: 'X',
    skipped: '0',
  },
  marked: '+',
  selected: '>',
  separator: '|',
  stderr: '!',
  current: '>',
  cursor: '_',
  track: '|',
  thumb: '#',
  restarts: '~',
  box: { topLeft: '+', topRight: '+', bottomLeft: '+', bottomRight: '+', horizontal: '-', vertical: '|' },
  spark: Array.from(' .:-=+*#'),
};
