import type { Exit } from '../../model/exit.ts';
import { causeMessage } from '../../model/failure-message.ts';
import type { ProcessInfo } from '../../model/process-status.ts';
import { plainText } from '../../util/terminal-text.ts';
import { bytesText, durationText } from '../../util/units.ts';
import { type Column, renderTable } from './table.ts';

const COLUMNS: readonly Column[] = [
  { title: 'PID', align: 'right' },
  { title: 'NAME', align: 'left' },
  { title: 'STATUS', align: 'left' },
  { title: 'READY', align: 'left' },
  { title: 'RESTARTS', align: 'right' },
  { title: 'AGE', align: 'right' },
  { title: 'CPU', align: 'right' },
  { title: 'MEM', align: 'right' },
  { title: 'EXIT', align: 'left' },
];

const NONE = '-';

/** One chain of causes should not push every other column off the screen; `pom why` has it whole. */
const LONGEST_STATUS = 64;

/** The table of `pom ps`. @param now wall time, ms, for countdowns. */
export function renderProcesses(processes: readonly ProcessInfo[], now: number): string {
  return renderTable(
    COLUMNS,
    processes.map((info) => [
      info.pid === null ? NONE : String(info.pid),
      info.name,
      shortened(renderStatus(info, now)),
      info.ready === null ? NONE : info.ready ? 'yes' : 'no',
      String(info.restarts),
      info.uptimeMs === null ? NONE : durationText(info.uptimeMs),
      info.cpu === null ? NONE : `${(info.cpu * 100).toFixed(1)}%`,
      info.memory === null ? NONE : bytesText(info.memory),
      info.exit === null ? NONE : renderExit(info.exit),
    ]),
  );
}

/** The status with what it waits for: `pending (db to be completed)`, `backoff (retry in 4s)`. */
export function renderStatus(info: ProcessInfo, now: number): string {
  if (info.waitingFor.length > 0) return `${info.status} (${info.waitingFor.join(', ')})`;
  if (info.retryAt !== null) return `${info.status} (retry in ${durationText(Math.max(0, info.retryAt - now))})`;
  if (info.nextRunAt !== null) return `${info.status} (${nextRun(info, now)})`;
  // An exit has a column of its own.
  if (info.cause !== null && info.cause.reason !== 'exited') return `${info.status} (${causeMessage(info.cause)})`;
  return info.status;
}

function shortened(status: string): string {
  const text = plainText(status);
  const characters = [...text];
  return characters.length <= LONGEST_STATUS ? text : `${characters.slice(0, LONGEST_STATUS - 1).join('')}…`;
}

/** `next in 4m10s`, and what kept it from running when it was due last. */
function nextRun({ nextRunAt, cause }: ProcessInfo, now: number): string {
  const next = `next in ${durationText(Math.max(0, (nextRunAt ?? now) - now))}`;
  return cause === null || cause.reason === 'exited' ? next : `${next}; ${causeMessage(cause)}`;
}

/** A code as a number, a signal by its name. */
export function renderExit(exit: Exit): string {
  return exit.signal ?? String(exit.code);
}
