import type { LoadedProject } from '../config/index.ts';
import { tidySessionDirectory } from '../ipc/leftovers.ts';
import { acquireLock } from '../ipc/lock.ts';
import { readSessionRecord } from '../ipc/session-record.ts';
import { type SessionDirectory, sessionDirectory } from '../ipc/socket-path.ts';
import type { Clock } from '../model/clock.ts';
import type { Failure } from '../model/failure.ts';
import type { ProjectSpec } from '../model/project-spec.ts';
import { err, ok, type Result } from '../model/result.ts';
import { awaitGuardian, endLeftChildren } from '../supervisor/guardian/end-left-children.ts';
import { closest } from '../util/closest.ts';
import { lastCrash } from './crash/last-crash.ts';
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
  const left = await endLeftovers(directory.value, options.clock);
  if (!left.ok) {
    lock.value.release();
    return left;
  }
  const { loaded: files, project } = loaded.value;
  const session = new RunningSession(options, directory.value, lock.value, files, project);
  if (crash !== null) session.warn(crash);
  if (left.value !== null) session.warn(left.value);
  const listening = await session.listen();
  return listening.ok ? ok(session) : listening;
}

/** @returns what there is to say of it; null when the last session has left nobody. */
async function endLeftovers(directory: SessionDirectory, clock: Clock): Promise<Result<string | null, Failure>> {
  const { path, childrenPath } = directory;
  await awaitGuardian(childrenPath);
  tidySessionDirectory(directory);
  const { ended, survivors } = await endLeftChildren({
    directory: path,
    ledgerFile: childrenPath,
    session: null,
    clock,
  });
  if (survivors.length > 0) return err({ reason: 'left-behind', pids: survivors });
  if (ended.length === 0) return ok(null);
  const processes = ended.length === 1 ? 'a process' : `${ended.length} processes`;
  return ok(`the session before this one was killed and left ${processes} behind (pid ${ended.join(', ')}): ended now`);
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
