import type { Clock } from '../model/clock.ts';
import type { Outcome } from '../model/control.ts';
import type { Failure } from '../model/failure.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';

export interface SendOptions {
  readonly clock: Clock;
  /** How long each may take to read it; null: as long as it likes. */
  readonly timeoutMs: number | null;
  /** Nobody waits for the answer any more. */
  readonly signal: AbortSignal | undefined;
}

/**
 * Writes bytes to the terminals, or pipes, of processes.
 *
 * @returns when each has them, as far as the system is concerned. What one has not read in time stays on its way.
 */
export function sendInput(
  supervisor: Supervisor,
  names: readonly string[],
  bytes: Uint8Array,
  options: SendOptions,
): Promise<readonly Outcome[]> {
  return Promise.all(
    names.map(async (name) => {
      const error = await send(supervisor, name, bytes, options);
      const status = supervisor.report(name)?.process.status ?? 'stopped';
      return { name, ok: error === null, status, error };
    }),
  );
}

async function send(
  supervisor: Supervisor,
  name: string,
  bytes: Uint8Array,
  options: SendOptions,
): Promise<Failure | null> {
  const spec = supervisor.report(name)?.spec;
  if (spec === undefined || !(spec.tty || spec.stdin === 'pipe')) return { reason: 'no-input', name };
  const child = supervisor.child(name);
  if (child === null) return { reason: 'process-not-running', name };
  // A reload may have given it an input that the run there is does not have yet.
  if (child.input === null) return { reason: 'no-input', name };
  switch (await within(child.input.write(bytes), options)) {
    case 'sent':
      return null;
    case 'full':
      return { reason: 'operation-failed', detail: `"${name}" does not read what it has been sent already` };
    case 'closed':
      return { reason: 'operation-failed', detail: `"${name}" has closed its input` };
    default:
      return { reason: 'timed-out', waitedMs: options.timeoutMs ?? 0 };
  }
}

/** @returns null when time is up, or nobody waits any more. */
async function within<T>(work: Promise<T>, { clock, timeoutMs, signal }: SendOptions): Promise<T | null> {
  const over = new AbortController();
  const giveUp = new Promise<null>((resolve) => {
    const cancel = timeoutMs === null ? () => undefined : clock.schedule(timeoutMs, () => resolve(null));
    over.signal.addEventListener('abort', () => cancel());
    signal?.addEventListener('abort', () => resolve(null), { signal: over.signal });
    if (signal?.aborted) resolve(null);
  });
  try {
    return await Promise.race([work, giveUp]);
  } finally {
    over.abort();
  }
}
