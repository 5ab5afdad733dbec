import { constants } from 'node:os';
import type { SignalName } from '../model/exit.ts';

/** Every signal of this system, as `kill -l` spells it, with the prefix. */
export const SIGNAL_NAMES: readonly string[] = Object.keys(constants.signals);

/** Reads `SIGTERM`, `TERM` or `term`; null when this system has no such signal. */
export function parseSignalName(text: string): SignalName | null {
  const upper = text.toUpperCase();
  const name = upper.startsWith('SIG') ? upper : `SIG${upper}`;
  return isSignalName(name) ? name : null;
}

function isSignalName(name: string): name is SignalName {
  return Object.hasOwn(constants.signals, name);
}
