import type { Clock } from '../../model/clock.ts';
import type { Control } from '../../model/control.ts';
import type { Failure } from '../../model/failure.ts';
import { ALL_LOGS } from '../../model/logs-request.ts';
import type { TuiEvent } from '../tui-event.ts';

/** How long one request may stay open before it is asked anew. */
const POLL_MS = 25_000;

/** The store changes a thousand times a second; a screen does not. */
const LOGS_EVERY_MS = 33;

/**
 * Tells the dashboard what happens in the session: its events, from the first that is kept on, and that something has
 * been stored. Runs until `over`, or until the session cannot be asked any more.
 */
export async function relayServer(
  control: Control,
  clock: Clock,
  emit: (event: TuiEvent) => void,
  over: AbortSignal,
): Promise<void> {
  const lose = (failure: Failure): void => {
    if (!over.aborted) emit({ type: 'SessionLost', failure });
  };
  await Promise.all([relayEvents(control, emit, lose, over), relayLogs(control, clock, emit, lose, over)]);
}

async function relayEvents(
  control: Control,
  emit: (event: TuiEvent) => void,
  lose: (failure: Failure) => void,
  over: AbortSignal,
): Promise<void> {
  for (let cursor = 0; !over.aborted; ) {
    const page = await control.events(cursor, POLL_MS, over);
    if (!page.ok) return lose(page.failure);
    const { events, missed, next } = page.value;
    if (events.length > 0 && !over.aborted) emit({ type: 'ServerEvents', events, missed, isPast: cursor === 0 });
    cursor = next;
  }
}

async function relayLogs(
  control: Control,
  clock: Clock,
  emit: (event: TuiEvent) => void,
  lose: (failure: Failure) => void,
  over: AbortSignal,
): Promise<void> {
  for (let revision = 0; !over.aborted; ) {
    const page = await control.logs({ ...ALL_LOGS, limit: 0, revision, waitMs: POLL_MS }, over);
    if (!page.ok) return lose(page.failure);
    if (page.value.revision > revision && !over.aborted) {
      revision = page.value.revision;
      emit({ type: 'LogsChanged', revision, lastId: page.value.next });
      await pause(clock, LOGS_EVERY_MS, over);
    }
  }
}

function pause(clock: Clock, delayMs: number, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.schedule(delayMs, done);
    function done(): void {
      cancel();
      over.removeEventListener('abort', done);
      resolve();
    }
    over.addEventListener('abort', done);
  });
}
