import { setTimeout as sleep } from 'node:timers/promises';
import type { RemoteSession } from '../ipc/client.ts';
import type { Failure } from '../model/failure.ts';
import type { ResourceUse } from '../model/resource-use.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { TerminalStreams } from '../tui/index.ts';
import type { EndSignal, PomContext } from './context.ts';
import { ExitCode, SIGNAL_EXIT_CODE } from './exit-code.ts';
import { RESOURCE_ORDERS, type ResourceOrder, renderResources, sortResources } from './render/resources.ts';

/** What to show, where, and how often. */
export interface LiveResources {
  readonly names: readonly string[];
  readonly first: readonly ResourceUse[];
  readonly terminal: TerminalStreams;
  readonly intervalMs: number;
  readonly order: ResourceOrder;
}

/** Shows what processes use until it is left or the session cannot be asked any more. @returns the exit code. */
export async function showResources(
  session: RemoteSession,
  context: PomContext,
  { names, first, terminal, intervalMs, order: firstOrder }: LiveResources,
): Promise<Result<number, Failure>> {
  const { showLiveText } = await import('../tui/index.ts');
  const asked = new AbortController();
  const { signal } = asked;
  let received: EndSignal | null = null;
  const stopListening = context.onSignal((name) => {
    received ??= name;
    asked.abort();
  });
  let resources = first;
  let order = firstOrder;
  let failure: Failure | null = null;
  const follow = async (draw: () => void): Promise<void> => {
    while (await passed(intervalMs, signal)) {
      const answer = await session.resources(names);
      if (signal.aborted) return;
      if (!answer.ok) {
        failure = answer.failure;
        return asked.abort();
      }
      resources = answer.value;
      draw();
    }
  };
  const left = await showLiveText({
    terminal,
    signal,
    lines: () => [
      `${session.hello.name}: by ${order}; c m n sort by CPU, memory, name; q leaves`,
      '',
      ...renderResources(sortResources(resources, order)).split('\n'),
    ],
    onKey: (key) => {
      order = RESOURCE_ORDERS.find((candidate) => candidate.startsWith(key)) ?? order;
    },
    follow: (draw) => void follow(draw),
  });
  asked.abort();
  stopListening();
  if (failure !== null) return err(failure);
  if (received !== null) return ok(SIGNAL_EXIT_CODE[received]);
  return ok(left === 'terminal-gone' ? ExitCode.failed : ExitCode.done);
}

/** @returns false when it was aborted instead. */
export function passed(ms: number, signal: AbortSignal): Promise<boolean> {
  return sleep(ms, true, { signal }).catch(() => false);
}
