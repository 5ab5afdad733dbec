import { causeMessage, exitMessage } from '../../../model/failure-message.ts';
import type { ProcessInfo, ProcessStatus } from '../../../model/process-status.ts';
import { durationText } from '../../../util/units.ts';

/** How a status is to be taken: the class that colours it. Never said by colour alone. */
export type Mood = 'good' | 'busy' | 'bad' | 'quiet';

export function moodOf({ status, ready }: ProcessInfo): Mood {
  switch (status) {
    case 'running':
      return ready === false ? 'busy' : 'good';
    case 'starting':
    case 'stopping':
    case 'backoff':
      return 'busy';
    case 'crashed':
    case 'skipped':
      return 'bad';
    case 'completed':
    case 'scheduled':
    case 'pending':
    case 'stopped':
    case 'disabled':
      return 'quiet';
    default:
      return status satisfies never;
  }
}

/** A sign for each status, beside the word. */
const SIGNS: Readonly<Record<ProcessStatus, string>> = {
  running: '●',
  starting: '◐',
  stopping: '◑',
  backoff: '↻',
  scheduled: '◷',
  pending: '○',
  stopped: '■',
  completed: '✓',
  crashed: '✗',
  skipped: '⊘',
  disabled: '–',
};

export function signOf({ status }: ProcessInfo): string {
  return SIGNS[status];
}

/** `running, not ready`, `crashed, exit 1`, `backoff, retry in 4 s`. */
export function statusText(info: ProcessInfo, now: number): string {
  const { status, ready, waitingFor, retryAt, nextRunAt, exit, pid } = info;
  const parts: string[] = [status];
  if (status === 'running' && ready !== null) parts.push(ready ? 'ready' : 'not ready');
  if (status === 'pending' && waitingFor.length > 0) parts[0] = `waits for ${waitingFor.join(', ')}`;
  if (status === 'backoff' && retryAt !== null) parts.push(`retry in ${untilText(retryAt - now)}`);
  if (status === 'scheduled' && nextRunAt !== null) parts.push(`in ${untilText(nextRunAt - now)}`);
  if (pid === null && exit !== null && (status === 'crashed' || status === 'backoff')) parts.push(exitMessage(exit));
  return parts.join(', ');
}

/** Why it is so, where the status does not say it; null when it does. */
export function reasonText({ cause }: ProcessInfo): string | null {
  return cause === null || cause.reason === 'exited' ? null : causeMessage(cause);
}

function untilText(ms: number): string {
  return ms < 60_000 ? `${Math.max(0, Math.ceil(ms / 1000))} s` : durationText(ms);
}
