import type { RemoteSession } from '../ipc/client.ts';
import type { Failure } from '../model/failure.ts';
import { ok, type Result } from '../model/result.ts';
import type { TerminalStreams } from '../tui/index.ts';
import type { EndSignal, PomContext } from './context.ts';
import { ExitCode, SIGNAL_EXIT_CODE } from './exit-code.ts';

/** What to attach to, where, and what leaves it. */
export interface Attachment {
  readonly name: string;
  readonly terminal: TerminalStreams;
  readonly detachKeys: Uint8Array;
  /** How these are called. */
  readonly hint: string;
}

/** Lends the terminal to a process until it is left. @returns the exit code of `pom attach NAME`. */
export async function attachToProcess(
  session: RemoteSession,
  context: PomContext,
  { name, terminal, detachKeys, hint }: Attachment,
): Promise<Result<number, Failure>> {
  const { attachTerminal } = await import('../tui/index.ts');
  const asked = new AbortController();
  let received: EndSignal | null = null;
  const stopListening = context.onSignal((signal) => {
    received ??= signal;
    asked.abort();
  });
  const left = await attachTerminal({
    control: session,
    name,
    terminal,
    detachKeys,
    detachHint: `${hint} leaves`,
    signal: asked.signal,
  });
  stopListening();
  if (!left.ok) return left;
  if (received !== null) return ok(SIGNAL_EXIT_CODE[received]);
  if (left.value === 'terminal-gone') return ok(ExitCode.failed);
  const said = left.value === 'session-ended' ? 'the session has ended' : `left ${name}, which goes on`;
  context.stderr.write(`pom: ${said}\n`);
  return ok(ExitCode.done);
}
