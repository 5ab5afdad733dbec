import type { Failure } from '../model/failure.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { TerminalCursor, TerminalPage, TerminalSize } from '../model/terminal.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';
import type { ProcessTerminal } from '../supervisor/terminal/process-terminal.ts';
import type { WakeUp } from './wake-up.ts';

/**
 * What was written to a terminal after a cursor; waits for something new.
 *
 * @param changed notified when anything about any terminal is different.
 * @param resolved the process, by its own name.
 */
export async function readTerminal(
  supervisor: Supervisor,
  changed: WakeUp,
  resolved: Result<string, Failure>,
  after: TerminalCursor | null,
  waitMs: number,
  signal: AbortSignal | undefined,
): Promise<Result<TerminalPage, Failure>> {
  const terminal = terminalOf(supervisor, resolved);
  if (!terminal.ok) return terminal;
  const page = await changed.until(() => terminal.value.page(after), waitMs, signal);
  if (page !== null) return ok(page);
  if (waitMs > 0 && changed.isClosed) return err({ reason: 'no-session' });
  // Nothing is new, which only somebody with a cursor can be told.
  return ok({ next: after ?? { run: 0, offset: 0, live: false }, bytes: new Uint8Array(0), missed: 0 });
}

/** The size counts for the run there is, and for those to come. */
export function resizeTerminal(
  supervisor: Supervisor,
  resolved: Result<string, Failure>,
  size: TerminalSize,
): Result<void, Failure> {
  const terminal = terminalOf(supervisor, resolved);
  if (!terminal.ok) return terminal;
  terminal.value.resize(size);
  return ok(undefined);
}

function terminalOf(supervisor: Supervisor, resolved: Result<string, Failure>): Result<ProcessTerminal, Failure> {
  if (!resolved.ok) return resolved;
  const terminal = supervisor.terminal(resolved.value);
  return terminal === null ? err({ reason: 'no-terminal', name: resolved.value }) : ok(terminal);
}
