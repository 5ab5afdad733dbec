import type { Control } from '../model/control.ts';
import { plainText, terminalText } from '../util/terminal-text.ts';
import { type LogView, requestFor } from './logs/log-view.ts';
import type { Screen } from './screen.ts';

/** Lines that are written before the log is followed. */
const RECENT_LINES = 1_000;
const POLL_MS = 25_000;

/**
 * Writes the log as plain text to a terminal that has been given back: what was recent, then what comes, so that the
 * terminal's own scrollback, search and selection work on it. Runs until `over`.
 */
export async function writeScrollback(
  control: Control,
  screen: Pick<Screen, 'write' | 'drained'>,
  view: LogView,
  color: boolean,
  over: AbortSignal,
): Promise<void> {
  const name = view.process ?? 'all processes';
  screen.write(`${rule(`log of ${plainText(name)}: any key comes back to the dashboard`)}\r\n`);
  let request = requestFor(view, { from: 'end', limit: RECENT_LINES });
  while (!over.aborted) {
    const page = await control.logs(request, over);
    if (!page.ok || over.aborted) return;
    const { lines, next } = page.value;
    const closed = lines.filter((line) => line.id <= next);
    const texts = closed.map(({ process, bytes }) => {
      const text = terminalText(bytes, { color });
      return view.process === null ? `${plainText(process)} | ${text}` : text;
    });
    screen.write(texts.map((text) => `${text}\r\n`).join(''));
    // The terminal sets the pace: what it has not taken is not read yet.
    await screen.drained();
    request = requestFor(view, { from: 'start', after: next, waitMs: POLL_MS });
  }
}

function rule(label: string): string {
  return `\x1b[0m── ${label} ──`;
}
