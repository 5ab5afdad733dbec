import { describe } from '@jest/globals';
import { terminalTrouble } from '../../../src/supervisor/terminal/pty.ts';

const trouble = terminalTrouble();

/** `describe`, visibly skipped where there can be no pseudo-terminals. */
export function describeWithTerminals(name: string, tests: () => void): void {
  if (trouble === null) describe(name, tests);
  else describe.skip(`${name} (skipped: ${trouble})`, tests);
}
