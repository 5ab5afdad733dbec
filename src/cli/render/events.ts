import { causeMessage, exitMessage } from '../../model/failure-message.ts';
import type { ProcessInfo } from '../../model/process-status.ts';
import type { ReloadSummary } from '../../model/reload-plan.ts';
import type { RecordedEvent, ServerEvent } from '../../model/server-event.ts';
import { plainText } from '../../util/terminal-text.ts';
import { dateTimeText, durationText } from '../../util/units.ts';

/** One line per event, with its time. */
export function renderEvent({ at, event }: RecordedEvent): string {
  return `${dateTimeText(at)}  ${eventText(event, at)}`;
}

/** What happened, on one line, without the time. @param at wall time of the event, ms, for countdowns. */
export function eventText(event: ServerEvent, at: number): string {
  return plainText(textOf(event, at));
}

function textOf(event: ServerEvent, at: number): string {
  switch (event.type) {
    case 'ProcessStateChanged':
      return stateText(event.process, at);
    case 'ProcessRemoved':
      return `${event.name} removed`;
    case 'FilesChanged':
      return filesText(event);
    case 'ConfigReloaded':
      return `configuration reloaded: ${reloadText(event.plan)}`;
    case 'ConfigRejected': {
      const [first] = event.diagnostics;
      const where = first?.at ? `${first.at.file}:${first.at.line}:${first.at.column} ` : '';
      return `configuration refused: ${where}${first?.message ?? 'it has mistakes'}`;
    }
    case 'SessionStopping':
      return `session stopping: ${event.why}`;
    default:
      return event satisfies never;
  }
}

/** Whether an event says something new to a person, and not only a new fact of the same status. */
export function isNews(event: ServerEvent): boolean {
  return event.type !== 'ProcessStateChanged' || event.previous !== event.process.status;
}

function stateText(info: ProcessInfo, at: number): string {
  const { name, status } = info;
  switch (status) {
    case 'running':
      return `${name} running (pid ${info.pid}${info.ready === true ? ', ready' : ''})`;
    case 'pending':
      return `${name} pending: waits for ${info.waitingFor.join(', ')}`;
    case 'backoff': {
      const delay = info.retryAt === null ? '' : `, next try in ${durationText(Math.max(0, info.retryAt - at))}`;
      return `${name} backoff: ${why(info)}${delay}`;
    }
    case 'stopped':
    case 'completed':
      return info.exit === null ? `${name} ${status}` : `${name} ${status}: ${exitMessage(info.exit)}`;
    case 'scheduled': {
      const next = info.nextRunAt === null ? '' : `, next run ${dateTimeText(info.nextRunAt)}`;
      return `${name} scheduled${info.cause === null ? '' : `: ${causeMessage(info.cause)}`}${next}`;
    }
    case 'crashed':
    case 'skipped':
      return `${name} ${status}: ${why(info)}`;
    default:
      return `${name} ${status}`;
  }
}

function why({ cause, exit }: ProcessInfo): string {
  if (cause !== null) return causeMessage(cause);
  return exit === null ? 'for an unknown reason' : exitMessage(exit);
}

/** `api: src/main.js and 2 other files changed, restart`. */
function filesText({ name, change, suspended }: Extract<ServerEvent, { type: 'FilesChanged' }>): string {
  const others = change.others === 0 ? '' : ` and ${change.others} other ${change.others === 1 ? 'file' : 'files'}`;
  return `${name}: ${change.file}${others} changed, ${suspended ? 'too often: its watch is suspended' : change.action}`;
}

/** `2 restarted (api, web), 1 added (cache), 7 unchanged`. */
export function reloadText(plan: ReloadSummary): string {
  const part = (names: readonly string[], word: string) =>
    names.length === 0 ? [] : [`${names.length} ${word} (${names.join(', ')})`];
  const named = (entries: ReloadSummary['restarted']) => entries.map(({ name }) => name);
  return [
    ...part(plan.removed, 'removed'),
    ...part(named(plan.restarted), 'restarted'),
    ...part(named(plan.updated), 'updated'),
    ...part(plan.added, 'added'),
    `${plan.unchanged.length} unchanged`,
  ].join(', ');
}
