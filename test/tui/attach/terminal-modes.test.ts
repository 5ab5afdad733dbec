import { describe, expect, it } from '@jest/globals';
import { TerminalModes } from '../../../src/tui/attach/terminal-modes.ts';

function restored(...chunks: readonly string[]): string {
  const modes = new TerminalModes();
  for (const chunk of chunks) modes.watch(Buffer.from(chunk));
  return modes.restore();
}

describe('the modes of a terminal', () => {
  it('are left alone when nothing was switched, but for colours', () => {
    expect(restored('\x1b[31mred text\r\n')).toBe('\x1b[0m');
  });

  it('are switched back when they were left on, or off', () => {
    expect(restored('\x1b[?1049h\x1b[?25l\x1b[?1002;1006h')).toBe('\x1b[0m\x1b[?25h\x1b[?1002l\x1b[?1006l\x1b[?1049l');
  });

  it('are not switched back when the program did it', () => {
    expect(restored('\x1b[?1049h\x1b[?25l', '\x1b[?25h\x1b[?1049l')).toBe('\x1b[0m');
  });

  it('are seen however the output is cut', () => {
    expect(restored(...'\x1b[?2004h')).toBe('\x1b[0m\x1b[?2004l');
  });

  it('count for the keypad, the cursor and the scroll region as well', () => {
    expect(restored('\x1b=\x1b[4 q\x1b[2;10r')).toBe('\x1b[0m\x1b[0 q\x1b7\x1b[r\x1b8\x1b>');
  });
});
