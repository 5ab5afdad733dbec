import { existsSync } from 'node:fs';
import { tidySessionDirectory } from '../ipc/leftovers.ts';
import { acquireLock } from '../ipc/lock.ts';
import type { SessionDirectory } from '../ipc/socket-path.ts';
import type { Failure, LeftBehind } from '../model/failure.ts';
import { err, ok, type Result } from '../model/result.ts';
import { awaitGuardian, endLeftChildren } from '../supervisor/guardian/end-left-children.ts';
import { systemClock } from './system-clock.ts';

/**
 * Ends whom a dead session has left behind, and removes what it has left in its directory. To be called under the lock.
 *
 * @returns the pids of who was ended; what its own guardian has ended is not among them.
 */
export async function tidyDeadSession(directory: SessionDirectory): Promise<Result<readonly number[], LeftBehind>> {
  const { path, childrenPath } = directory;
  await awaitGuardian(childrenPath);
  const { ended, survivors } = await endLeftChildren({
    directory: path,
    ledgerFile: childrenPath,
    session: null,
    clock: systemClock(),
  });
  if (survivors.length > 0) return err({ reason: 'left-behind', pids: survivors });
  tidySessionDirectory(directory);
  return ok(ended);
}

/**
 * The same for whoever does not hold the lock. Whoever lives, or is about to, holds it.
 *
 * @param searchPath where programs are looked for, as in `$PATH`.
 * @returns `session-exists` when somebody does; then everything is left alone.
 */
export async function endDeadSession(
  directory: SessionDirectory,
  searchPath: string,
): Promise<Result<readonly number[], Failure>> {
  if (!existsSync(directory.path)) return ok([]);
  const lock = await acquireLock(directory, { searchPath });
  if (!lock.ok) return lock;
  try {
    return await tidyDeadSession(directory);
  } finally {
    lock.value.release();
  }
}
