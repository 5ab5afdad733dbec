import type { LoadedProject } from '../config/index.ts';
import { acquireLock } from '../ipc/lock.ts';
import { readSessionRecord } from '../ipc/session-record.ts';
import { sessionDirectory } from '../ipc/socket-path.ts';
import type { Failure } from '../model/failure.ts';
import type { ProjectSpec } from '../model/project-spec.ts';
import { err, ok, type Result } from '../model/result.ts';
import { closest } from '../util/closest.ts';
import { lastCrash } from './crash/last-crash.ts';
import { tidyDeadSession } from './dead-session.ts';
import { RunningSession } from './running-session.ts';
import { select } from './selection.ts';
import { loadSessionProject, type Session, type SessionOptions } from './session.ts';

/**
 * Starts the session of a project: takes its lock, reads its configuration, listens, and starts its processes.
 *
 * @returns when the session answers; its processes may still be starting. `session-exists` when the project has one,
 *   `invalid-config` with every mistake; nothing is left behind then.
 */
export async function startSession(options: SessionOptions): Promise<Result<Session, Failure>> {
  const directory = sessionDirectory(options.files[0] ?? '', options.environment);
  if (!directory.ok) return directory;
  const lock = await acquireLock(directory.value, { searchPath: options.environment.PATH ?? '/usr/bin:/bin' });
  if (!lock.ok) return lock;
  const loaded = loadFirst(options);
  if (!loaded.ok) {
    lock.value.release();
    return loaded;
  }
  const crash = lastCrash(readSessionRecord(directory.value), options.environment, options.clock.wallTime());
  const left = await tidyDeadSession(directory.value);
  if (!left.ok) {
    lock.value.release();
    return left;
  }
  const { loaded: files, project } = loaded.value;
  const session = new RunningSession(options, directory.value, lock.value, files, project);
  if (crash !== null) session.warn(crash);
  if (left.value.length > 0) session.warn(leftBehindText(left.value));
  const listening = await session.listen();
  return listening.ok ? ok(session) : listening;
}

function leftBehindText(pids: readonly number[]): string {
  const processes = pids.length === 1 ? 'a process' : `${pids.length} processes`;
  return `the session before this one was killed and left ${processes} behind (pid ${pids.join(', ')}): ended now`;
}

/** What the session begins with; later loads may leave out the process whose end it waits for. */
function loadFirst(options: SessionOptions): Result<FirstLoad, Failure> {
  const { exitCodeFrom } = options;
  const loaded = loadSessionProject(options);
  if (!loaded.ok) return loaded;
  const selected = select(loaded.value.project, options.selection);
  if (!selected.ok) return selected;
  const { processes } = selected.value;
  if (exitCodeFrom === null || processes.has(exitCodeFrom))
    return ok({ loaded: loaded.value, project: selected.value });
  const suggestion = closest(exitCodeFrom, processes.keys());
  return err({ reason: 'unknown-process', name: exitCodeFrom, suggestion });
}

interface FirstLoad {
  readonly loaded: LoadedProject;
  /** As the selection sees it. */
  readonly project: ProjectSpec;
}
