import type { SessionRecord } from '../../ipc/session-record.ts';
import { crashDirectory, readCrashReports } from './crash-files.ts';

/**
 * What there is to say of how the last session of a project ended.
 *
 * @param record of that session. @param now wall time, ms since the epoch.
 * @returns null when it has not crashed.
 */
export function lastCrash(
  record: SessionRecord | null,
  environment: Readonly<Record<string, string | undefined>>,
  now: number,
): string | null {
  if (record === null) return null;
  const directory = crashDirectory(record.configFile, environment);
  if (!directory.ok) return null;
  const { pid, startedAt } = record;
  const crash = readCrashReports(directory.value).find((each) => each.pid === pid && each.startedAt === startedAt);
  if (crash === undefined) return null;
  const seconds = Math.max(0, Math.round((now - crash.at) / 1000));
  return `the session before this one crashed ${ago(seconds)} ago: ${crash.error}; report: ${crash.path}`;
}

/** In the largest unit that fits. */
function ago(seconds: number): string {
  if (seconds < 120) return `${seconds}s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)}m`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}
