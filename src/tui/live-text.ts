import { openScreen, type TerminalStreams } from './screen.ts';
import type { Size } from './state.ts';

/** Text over the whole screen that changes while somebody looks at it. */
export interface LiveText {
  readonly terminal: TerminalStreams;
  /** Plain lines, drawn from the top; what is too long or too many for the screen is cut off. */
  readonly lines: (size: Size) => readonly string[];
  /** A key other than those that leave. What it changes is drawn at once. */
  readonly onKey: (key: string) => void;
  /** Aborted when somebody else decides to leave. */
  readonly signal: AbortSignal;
  /** Is given what draws anew, to be called whenever the lines are different. */
  readonly follow: (draw: () => void) => void;
}

/** `terminal-gone`: nobody can see it any more. */
export type LiveEnd = 'left' | 'terminal-gone';

const LEAVING: ReadonlySet<string> = new Set(['q', 'ctrl-c', 'ctrl-d', 'escape']);

/** Shows it until q or Ctrl-C is typed, or the signal is aborted. The terminal is given back as it was. */
export async function showLiveText({ terminal, lines, onKey, signal, follow }: LiveText): Promise<LiveEnd> {
  let leave: (end: LiveEnd) => void = () => {};
  const left = new Promise<LiveEnd>((resolve) => {
    leave = resolve;
  });
  const screen = openScreen(terminal, {
    onKey(key) {
      if (LEAVING.has(key)) return leave('left');
      onKey(key);
      draw();
    },
    onPaste: () => {},
    onMouse: () => {},
    onResize: () => draw(),
    onGone: () => leave('terminal-gone'),
  });
  // A terminal that has not taken the last frame is not sent another: the next one comes by itself.
  const draw = (): void => {
    if (!screen.isBusy) screen.write(frame(lines(screen.size), screen.size));
  };
  const stop = (): void => leave('left');
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    draw();
    follow(draw);
    return await left;
  } finally {
    signal.removeEventListener('abort', stop);
    await screen.close();
  }
}

/** Line by line over what is there, so that nothing flickers. */
function frame(lines: readonly string[], { columns, rows }: Size): string {
  const shown = lines.slice(0, rows).map((line) => `${line.slice(0, columns)}\x1b[K`);
  return `\x1b[H${shown.join('\r\n')}\x1b[J`;
}
