import type { Exit } from '../../model/exit.ts';
import { causeMessage, exitMessage } from '../../model/failure-message.ts';
import type { ProcessInfo } from '../../model/process-status.ts';
import { plainText } from '../../util/terminal-text.ts';
import { keyFor } from '../keymap.ts';
import { keyLabel } from '../keys.ts';
import type { DashboardState, Known } from '../state.ts';
import { countdownText, durationText } from './units.ts';

/** What to say about one process, at the reader's clock. */

/** Of its current run; null when there is none. */
export function uptimeMs({ clock, heardAt }: Known, process: ProcessInfo): number | null {
  if (process.uptimeMs === null) return null;
  return process.uptimeMs + Math.max(0, clock.now - (heardAt.get(process.name) ?? clock.now));
}

/** How long until a process that is stopping is killed; null when that is not known. */
export function killInMs({ clock, since, reports }: Known, name: string): number | null {
  const began = since.get(name);
  const grace = reports.get(name)?.spec.stop.graceMs;
  return began === undefined || grace === undefined ? null : began + grace - clock.wall;
}

/** A word or two for the list: `3m12s`, `exit 1`, `retry 4s`. */
export function briefStatus(known: Known, process: ProcessInfo): string {
  switch (process.status) {
    case 'running':
    case 'starting':
      return durationText(uptimeMs(known, process) ?? 0);
    case 'backoff':
      return process.retryAt === null ? 'backoff' : `retry ${countdownText(process.retryAt - known.clock.wall)}`;
    case 'scheduled':
      return process.nextRunAt === null ? 'scheduled' : `in ${countdownText(process.nextRunAt - known.clock.wall)}`;
    case 'crashed':
      return process.exit === null ? 'crashed' : briefExit(process.exit);
    case 'completed':
      return 'done';
    case 'pending':
      return 'waiting';
    default:
      return process.status;
  }
}

/** The whole story, in parts: `running`, `pid 4711`, `up 3m12s`, `run 2`. */
export function statusParts(state: DashboardState, process: ProcessInfo): readonly string[] {
  const { known } = state;
  const parts: string[] = [process.status];
  if (process.status === 'pending' && process.waitingFor.length > 0) {
    parts[0] = `waits for ${process.waitingFor.map(plainText).join(', ')}`;
  }
  if (process.status === 'backoff' && process.retryAt !== null) {
    parts.push(`retry in ${countdownText(process.retryAt - known.clock.wall)}`);
  }
  if (process.nextRunAt !== null) parts.push(`next run in ${countdownText(process.nextRunAt - known.clock.wall)}`);
  if (process.status === 'stopping') parts.push(...stoppingParts(known, process.name));
  const explained = process.cause !== null && process.cause.reason !== 'exited';
  if (explained) parts.push(plainText(causeMessage(process.cause)));
  else if (process.exit !== null && process.pid === null && process.status !== 'completed') {
    parts.push(process.status === 'backoff' ? briefExit(process.exit) : exitMessage(process.exit));
  }
  if (process.status === 'backoff') parts.push(`${keyLabel(keyFor(state.setup.keymap, 'retry') ?? ':')} retries now`);
  if (process.pid !== null) parts.push(`pid ${process.pid}`);
  if (process.ready !== null && process.pid !== null) parts.push(process.ready ? 'ready' : 'not ready');
  const uptime = uptimeMs(known, process);
  if (uptime !== null) parts.push(`up ${durationText(uptime)}`);
  if (process.run > 1) parts.push(`run ${process.run}`);
  return parts;
}

/** `for 3s`, `SIGKILL in 7s`. */
export function stoppingParts(known: Known, name: string): readonly string[] {
  const began = known.since.get(name);
  const killIn = killInMs(known, name);
  return [
    ...(began === undefined ? [] : [`for ${durationText(known.clock.wall - began)}`]),
    ...(killIn === null ? [] : [killIn > 0 ? `SIGKILL in ${countdownText(killIn)}` : 'SIGKILL sent']),
  ];
}

export function briefExit(exit: Exit): string {
  return exit.signal === null ? `exit ${exit.code}` : exit.signal.replace(/^SIG/, '');
}
