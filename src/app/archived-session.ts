import path from 'node:path';
import type { Clock } from '../model/clock.ts';
import type { Failure } from '../model/failure.ts';
import type { LogsPage, LogsRequest } from '../model/logs-request.ts';
import { err, ok, type Result } from '../model/result.ts';
import { sessionName, sessionNames, startOfSession } from '../store/disk/archive.ts';
import { ArchivedLogs } from '../store/disk/archived-logs.ts';
import { readLogs } from '../store/read-logs.ts';
import { StoreHandle } from '../store/store-handle.ts';
import type { ProjectAtRest } from './at-rest.ts';
import { logDirectory } from './log-directory.ts';
import { resolveTargets } from './targets.ts';

/** The logs of a session that is over. */
export interface ArchivedSession {
  /** When it began, ms since the epoch. */
  readonly startedAt: number;
  /** The processes that are meant: names and globs, checked; empty: all. */
  processes(targets: readonly string[]): Result<readonly string[], Failure>;
  /** The page that a running session would have answered with; `waitMs` does not count, nothing more will come. */
  logs(request: LogsRequest, signal?: AbortSignal): Promise<Result<LogsPage, Failure>>;
  close(): void;
}

export interface ArchiveRequest {
  /** -1 is the last session that is over, -2 the one before it; or the name of one. */
  readonly session: string;
  /** The session that is not over, if one runs. */
  readonly running: { readonly startedAt: number; readonly pid: number } | null;
  readonly clock: Clock;
}

/** @returns null when no session of the project has left logs; a failure when none is as asked for. */
export function openArchivedSession(
  { files, environment }: Pick<ProjectAtRest, 'files' | 'environment'>,
  { session, running, clock }: ArchiveRequest,
): Result<ArchivedSession | null, Failure> {
  const root = logDirectory(files[0] ?? '', environment);
  if (!root.ok) return root;
  const live = running === null ? null : sessionName(running.startedAt, running.pid);
  const names = sessionNames(root.value).filter((name) => name !== live);
  if (names.length === 0) return ok(null);
  const name = /^-\d+$/.test(session) ? names.at(Number(session)) : names.find((candidate) => candidate === session);
  if (name === undefined) return err({ reason: 'operation-failed', detail: noSuchSession(session, names) });
  return ok(open(path.join(root.value, name), name, clock));
}

function open(directory: string, name: string, clock: Clock): ArchivedSession {
  const archive = new ArchivedLogs(directory, 0);
  const handle = new StoreHandle(archive);
  // Which of them were replicas of one process is not kept: a glob names them.
  const known = { processes: archive.processes().map((name) => ({ name, replicaOf: null })), sets: [] };
  return {
    startedAt: startOfSession(name),
    processes: (targets) => resolveTargets(targets, known),
    async logs(request, signal) {
      const resolved = resolveTargets(request.processes, known);
      if (!resolved.ok) return resolved;
      const processes = request.processes.length === 0 ? [] : resolved.value;
      return readLogs(handle, { ...request, processes }, { clock, signal });
    },
    close: () => archive[Symbol.dispose](),
  };
}

function noSuchSession(session: string, names: readonly string[]): string {
  const recent = names.slice(-SHOWN_SESSIONS).toReversed();
  return `there are no logs of session ${session}; of these there are: ${recent.map((name, index) => `-${index + 1} (${name})`).join(', ')}`;
}

const SHOWN_SESSIONS = 5;
