import { constants } from 'node:os';
import type { Session, SessionEnd } from '../app/index.ts';
import type { RemoteSession } from '../ipc/client.ts';
import type { Control } from '../model/control.ts';
import { ALL_LOGS } from '../model/logs-request.ts';
import type { EndSignal, PomContext } from './context.ts';
import { ExitCode, exitCodeOfOutcomes, SIGNAL_EXIT_CODE } from './exit-code.ts';
import type { Output } from './output.ts';
import { eventText, isNews } from './render/events.ts';
import { type LineStyle, lineWriter } from './render/log-lines.ts';

/** How long one request of a follower may stay open before it is asked anew. */
const POLL_MS = 25_000;

/**
 * Runs a session of this process on this terminal: prints what its processes write, and ends it when asked to by a
 * signal, or when nobody reads any more.
 *
 * @returns the exit code of `pom up`.
 */
export async function runInForeground(
  session: Session,
  context: PomContext,
  output: Output,
  style: LineStyle,
): Promise<number> {
  let received: EndSignal | null = null;
  const stopListening = context.onSignal((signal) => {
    if (received !== null && signal === 'SIGINT') session.kill();
    received ??= signal;
    void session.shutdown(`received ${signal}`);
  });
  void output.gone.then(() => session.shutdown('nobody reads its output any more'));
  const printing = Promise.all([
    printLogs(session.control, output, style, 0),
    printEvents(session.control, context, 0),
  ]);
  const end = await session.ended;
  await printing;
  stopListening();
  return exitCodeOfEnd(end, received);
}

/** Prints what the processes of a session elsewhere write, until it ends or this command is interrupted. */
export async function attachInForeground(
  session: RemoteSession,
  context: PomContext,
  output: Output,
  style: LineStyle,
): Promise<number> {
  let received: EndSignal | null = null;
  const stopListening = context.onSignal((signal) => {
    received ??= signal;
    session.close();
  });
  void output.gone.then(() => session.close());
  const recent = await session.logs({ ...ALL_LOGS, limit: 0 });
  const events = await session.events(null, 0);
  // After the cursors were taken: what happens from here on is shown.
  context.stderr.write('pom: the session was running already; leaving this command leaves it running\n');
  await Promise.all([
    printLogs(session, output, style, recent.ok ? recent.value.next : 0),
    printEvents(session, context, events.ok ? events.value.next : 0),
  ]);
  stopListening();
  return received === null ? ExitCode.done : SIGNAL_EXIT_CODE[received];
}

/** Prints lines until the session is over, which a call that would wait answers with a failure. */
export async function printLogs(control: Control, output: Output, style: LineStyle, after: number): Promise<void> {
  const writer = lineWriter(output, style);
  for (let cursor = after; ; ) {
    const page = await control.logs({ ...ALL_LOGS, after: cursor, from: 'start', waitMs: POLL_MS });
    if (!page.ok || !(await writer.write(page.value.lines))) return;
    cursor = page.value.next;
  }
}

async function printEvents(control: Control, context: PomContext, after: number): Promise<void> {
  for (let cursor = after; ; ) {
    const page = await control.events(cursor, POLL_MS);
    if (!page.ok) return;
    for (const { event, at } of page.value.events) {
      if (isNews(event)) context.stderr.write(`pom: ${eventText(event, at)}\n`);
    }
    cursor = page.value.next;
  }
}

export function exitCodeOfEnd({ exit, outcomes }: SessionEnd, received: EndSignal | null): number {
  if (exit !== null) return exit.signal === null ? exit.code : 128 + constants.signals[exit.signal];
  if (received !== null) return SIGNAL_EXIT_CODE[received];
  return exitCodeOfOutcomes(outcomes);
}
