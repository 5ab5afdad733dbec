import type { SessionSummary } from '../../ipc/sessions.ts';
import { durationText } from '../../util/units.ts';
import { renderTable } from './table.ts';

/** The table of `pom ls`. @param now wall time, ms. */
export function renderSessions(sessions: readonly SessionSummary[], now: number): string {
  return renderTable(
    [
      { title: 'PID', align: 'right' },
      { title: 'NAME', align: 'left' },
      { title: 'AGE', align: 'right' },
      { title: 'PROCESSES', align: 'left' },
      { title: 'DIRECTORY', align: 'left' },
    ],
    sessions.map(({ pid, name, startedAt, processes, dir, responsive }) => [
      String(pid),
      name,
      durationText(now - startedAt),
      responsive ? [...processes].map(([status, count]) => `${count} ${status}`).join(', ') : 'does not answer',
      dir,
    ]),
  );
}
