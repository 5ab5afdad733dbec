import type { Clock } from '../model/clock.ts';
import type { Control } from '../model/control.ts';
import { parseDetachKeys, USUAL_DETACH_KEYS } from '../model/detach-keys.ts';
import type { ColorDepth } from '../util/sgr.ts';
import { attachTerminal } from './attach/attach-terminal.ts';
import { Dashboard, type DashboardEnd } from './dashboard.ts';
import type { Keymap } from './keymap.ts';
import { ASCII_GLYPHS, type Look, UNICODE_GLYPHS } from './look.ts';
import { openScreen, type TerminalStreams } from './screen.ts';
import type { PageLink } from './session/effect-runner.ts';
import { suspendJob } from './terminal/suspend.ts';

export { type AttachEnd, type AttachOptions, attachTerminal } from './attach/attach-terminal.ts';
export type { DashboardEnd } from './dashboard.ts';
export { DEFAULT_KEYMAP, type Keymap, type KeymapMistake, keymapFrom } from './keymap.ts';
export { type LiveEnd, type LiveText, showLiveText } from './live-text.ts';
export type { TerminalStreams } from './screen.ts';
export type { PageLink } from './session/effect-runner.ts';

export interface DashboardOptions {
  readonly control: Control;
  readonly terminal: TerminalStreams;
  /** `session`: quitting ends the session; `attached`: it leaves it alone. */
  readonly mode: 'session' | 'attached';
  readonly keymap: Keymap;
  readonly clock: Clock;
  /** Bits of colour that the terminal has, as `getColorDepth()` says: 1, 4, 8 or 24. */
  readonly colorBits: number;
  /** Of the process that runs the dashboard. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where files are saved. Absolute. */
  readonly directory: string;
  /** Where the session's page for browsers is now; null: it has none. */
  readonly page: () => PageLink | null;
  /** Resolves when the session is over, or cannot be reached any more. */
  readonly ended: Promise<unknown>;
  /** Kills everything of the session at once; null: that is not ours to do. */
  readonly kill: (() => void) | null;
}

/**
 * Shows the dashboard of a session on a terminal until it is left. The terminal is given back as it was, also when the
 * process is suspended, and when it ends in any way but SIGKILL.
 *
 * @throws what a bug in the dashboard threw; the session is untouched.
 */
export async function runDashboard(options: DashboardOptions): Promise<DashboardEnd> {
  const { control, clock, environment, directory, page, ended, kill, mode, keymap } = options;
  const dashboard = new Dashboard({
    ...{ control, clock, environment, directory, page, ended, kill },
    setup: { mode, keymap, look: lookOf(environment) },
    colorDepth: colorDepthOf(options.colorBits),
    openScreen: (listener) => openScreen(options.terminal, listener),
    attach: (name, signal) => attachAside(options, name, signal),
    suspend: async () => {
      // Ours would catch it: the signal must stop the process.
      process.off('SIGTSTP', onSuspend);
      await suspendJob();
      process.on('SIGTSTP', onSuspend);
    },
  });
  const onSuspend = (): void => void dashboard.suspend();
  const onContinue = (): void => dashboard.takeOver();
  process.on('SIGTSTP', onSuspend);
  process.on('SIGCONT', onContinue);
  try {
    return await dashboard.run();
  } finally {
    process.off('SIGTSTP', onSuspend);
    process.off('SIGCONT', onContinue);
  }
}

/** On a screen of its own, so that what the terminal showed before the dashboard is not written over. */
async function attachAside({ control, terminal }: DashboardOptions, name: string, signal: AbortSignal) {
  const keys = parseDetachKeys(USUAL_DETACH_KEYS);
  if (!keys.ok) throw new Error(`Internal error: ${keys.failure}`);
  terminal.stdout.write('\x1b[?1049h\x1b[2J\x1b[H');
  const detachHint = `${USUAL_DETACH_KEYS} comes back`;
  const left = await attachTerminal({ control, name, terminal, detachKeys: keys.value, detachHint, signal });
  terminal.stdout.write('\x1b[?1049l');
  return left;
}

function lookOf(environment: Readonly<Record<string, string | undefined>>): Look {
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || '';
  // The C locale is what a container has that nobody configured, in front of a terminal that does speak UTF-8.
  const isUnicode = locale === '' || /^(C|POSIX)$/.test(locale) || /utf-?8/i.test(locale);
  return { glyphs: isUnicode && environment.TERM !== 'linux' ? UNICODE_GLYPHS : ASCII_GLYPHS, utcOffsetMinutes: null };
}

function colorDepthOf(bits: number): ColorDepth {
  return bits >= 24 ? 'true' : bits >= 8 ? '256' : bits >= 4 ? '16' : 'none';
}
