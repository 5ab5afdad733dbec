import { homedir } from 'node:os';
import path from 'node:path';
import { checkDirectory, projectKey } from '../ipc/socket-path.ts';
import type { RuntimeDirectoryUnsafe } from '../model/failure.ts';
import { ok, type Result } from '../model/result.ts';

/**
 * Where what outlives the sessions of a project is kept: below `$XDG_STATE_HOME/pom`, or `~/.local/state/pom`
 * (https://specifications.freedesktop.org/basedir-spec/latest). It need not exist.
 *
 * @param configFile absolute: the project's main file.
 * @returns a failure when a directory on the way is not this user's alone: logs may hold secrets.
 */
export function projectStateDirectory(
  configFile: string,
  environment: Readonly<Record<string, string | undefined>>,
): Result<string, RuntimeDirectoryUnsafe> {
  const named = environment.XDG_STATE_HOME ?? '';
  const home = environment.HOME ?? homedir();
  const base = path.isAbsolute(named) ? named : path.join(home, '.local', 'state');
  const ours = path.join(base, 'pom');
  const project = path.join(ours, projectKey(configFile));
  return checkDirectory(ours) ?? checkDirectory(project) ?? ok(project);
}
