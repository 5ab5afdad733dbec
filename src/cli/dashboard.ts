import type { Session } from '../app/index.ts';
import { systemClock } from '../app/system-clock.ts';
import type { RemoteSession } from '../ipc/client.ts';
import type { Control } from '../model/control.ts';
import type { Failure } from '../model/failure.ts';
import { ok, type Result } from '../model/result.ts';
import type { DashboardEnd, Keymap, TerminalStreams } from '../tui/index.ts';
import { plainText } from '../util/terminal-text.ts';
import type { EndSignal, PomContext } from './context.ts';
import { ExitCode, SIGNAL_EXIT_CODE } from './exit-code.ts';
import { exitCodeOfEnd } from './foreground.ts';
import { httpRecordOf, linkOf } from './http-link.ts';
import { loadKeymap } from './keys-file.ts';

/** What a dashboard is shown with. */
export interface DashboardStage {
  readonly context: PomContext;
  readonly terminal: TerminalStreams;
  readonly keymap: Keymap;
  /** The main one of the project. Absolute. */
  readonly configFile: string;
}

/** Null when this is no terminal for a dashboard; `invalid-config` when the user's own keys have mistakes. */
export async function openStage(
  context: PomContext,
  configFile: string,
): Promise<Result<DashboardStage | null, Failure>> {
  const terminal = context.dashboardTerminal;
  if (terminal === null) return ok(null);
  const keymap = await loadKeymap(context);
  return keymap.ok ? ok({ context, terminal, keymap: keymap.value, configFile }) : keymap;
}

/**
 * Shows the dashboard of a session of this process until the session is over. The session ends with the dashboard:
 * when it is quit, when the terminal goes away, when a signal asks for it.
 *
 * @returns the exit code of `pom up`.
 */
export async function showSession(session: Session, stage: DashboardStage): Promise<number> {
  const { context } = stage;
  let received: EndSignal | null = null;
  const stopListening = context.onSignal((signal) => {
    if (received !== null && signal === 'SIGINT') session.kill();
    received ??= signal;
    void session.shutdown(`received ${signal}`);
  });
  try {
    const left = await show(session.control, stage, {
      mode: 'session',
      ended: session.ended,
      kill: () => session.kill(),
    });
    if (left === 'terminal-gone') void session.shutdown('the terminal is gone');
  } finally {
    // Whatever became of the dashboard: nothing is left running that nobody can see.
    void session.shutdown('the dashboard was left');
    await session.ended;
    stopListening();
  }
  const end = await session.ended;
  context.stderr.write(`pom: stopped: ${plainText(end.why)}\n`);
  return exitCodeOfEnd(end, received);
}

/** Shows the dashboard of a session elsewhere, until it is left or the session is over. @returns the exit code. */
export async function showAttached(session: RemoteSession, stage: DashboardStage): Promise<number> {
  const { context } = stage;
  let received: EndSignal | null = null;
  const stopListening = context.onSignal((signal) => {
    received ??= signal;
    session.close();
  });
  const left = await show(session, stage, { mode: 'attached', ended: session.closed, kill: null });
  stopListening();
  if (received !== null) return SIGNAL_EXIT_CODE[received];
  const said = left === 'session-ended' ? 'the session has ended' : 'the session goes on; "pom down" ends it';
  context.stderr.write(`pom: ${said}\n`);
  return ExitCode.done;
}

async function show(
  control: Control,
  { context, terminal, keymap, configFile }: DashboardStage,
  session: {
    readonly mode: 'session' | 'attached';
    readonly ended: Promise<unknown>;
    readonly kill: (() => void) | null;
  },
): Promise<DashboardEnd> {
  const { runDashboard } = await import('../tui/index.ts');
  return runDashboard({
    ...session,
    control,
    terminal,
    keymap,
    clock: systemClock(),
    colorBits: context.color ? context.colorDepth : 1,
    environment: context.env,
    directory: context.cwd,
    page: () => {
      const record = httpRecordOf(configFile, context.env);
      return record === null ? null : { origin: record.origin, link: linkOf(record) };
    },
  });
}
