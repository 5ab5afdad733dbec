import { lstatSync, mkdirSync, realpathSync, type Stats } from 'node:fs';
import path from 'node:path';
import type { RuntimeDirectoryUnsafe } from '../model/failure.ts';
import { err, ok, type Result } from '../model/result.ts';
import { fileAt } from './file-identity.ts';

/**
 * The longest path a Unix socket may have, in bytes, on every system pom runs on: macOS has room for 104 with the NUL.
 * Node silently cuts longer ones, so that two sessions could meet at the same wrong name.
 */
export const MAX_SOCKET_PATH_BYTES = 103;

/** Where the session of one project keeps what others find it by. All of it changes under the lock only. */
export interface SessionDirectory {
  readonly path: string;
  readonly socketPath: string;
  readonly lockPath: string;
  /** Who the session is, for when it does not answer; see `session-record.ts`. */
  readonly recordPath: string;
  /** Whom to end when the session is dead; see `ChildrenLedger` in supervisor. */
  readonly childrenPath: string;
  /** Where its HTTP API is, and the token; see `http-record.ts`. */
  readonly httpPath: string;
}

/** What is looked at of the environment. */
export interface RuntimeEnvironment {
  readonly XDG_RUNTIME_DIR?: string | undefined;
  readonly TMPDIR?: string | undefined;
}

/** Who asks; by default this process. Passed in by tests. */
export interface RuntimeUser {
  readonly uid: number;
  readonly platform: NodeJS.Platform;
}

/**
 * The directory of the session of a project, which is known by its main configuration file. Nothing is created:
 * `acquireLock` does that, and a client that finds nothing there has found that no session runs.
 *
 * A directory that is there and cannot be trusted is refused, so that nobody speaks to a socket of somebody else.
 */
export function sessionDirectory(
  configFile: string,
  environment: RuntimeEnvironment,
  user: RuntimeUser = thisUser(),
): Result<SessionDirectory, RuntimeDirectoryUnsafe> {
  const runtime = runtimeDirectory(environment, user);
  if (!runtime.ok) return runtime;
  const directory = sessionDirectoryAt(path.join(runtime.value, projectKey(configFile)));
  const length = Buffer.byteLength(directory.socketPath);
  if (length > MAX_SOCKET_PATH_BYTES) return unsafe(runtime.value, 'too-long');
  return checkDirectory(directory.path, user) ?? ok(directory);
}

/** The name of a project in directories of this user: it is known by its main configuration file. */
export function projectKey(configFile: string): string {
  return fnv1a64(realPath(configFile));
}

/** The names within a session's directory. */
export function sessionDirectoryAt(directory: string): SessionDirectory {
  return {
    path: directory,
    socketPath: path.join(directory, 's'),
    lockPath: path.join(directory, 'lock'),
    recordPath: path.join(directory, 'session.json'),
    childrenPath: path.join(directory, 'children'),
    httpPath: path.join(directory, 'http.json'),
  };
}

/**
 * The directory of all sessions of this user: `$XDG_RUNTIME_DIR/pom` when that variable names a directory that is ours
 * and closed to others, else `pom-<uid>` in the directory for temporary files. It need not exist.
 */
export function runtimeDirectory(
  environment: RuntimeEnvironment,
  user: RuntimeUser = thisUser(),
): Result<string, RuntimeDirectoryUnsafe> {
  const base = environment.XDG_RUNTIME_DIR ?? '';
  // `sudo -E` and containers hand on a variable that is not meant for us: not a mistake, just not our directory.
  const usable = path.isAbsolute(base) && exists(base) && checkDirectory(base, user) === null;
  const temporary = user.platform === 'darwin' && path.isAbsolute(environment.TMPDIR ?? '') ? environment.TMPDIR : null;
  const directory = usable ? path.join(base, 'pom') : path.join(temporary ?? '/tmp', `pom-${user.uid}`);
  return checkDirectory(directory, user) ?? ok(directory);
}

/** Makes the directory, and the one of all sessions above it, for this user alone. Both may exist already. */
export function createSessionDirectory(
  directory: SessionDirectory,
  user: RuntimeUser = thisUser(),
): Result<SessionDirectory, RuntimeDirectoryUnsafe> {
  for (const each of [path.dirname(directory.path), directory.path]) {
    try {
      mkdirSync(each, { mode: 0o700 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return unsafe(each, 'cannot-create');
    }
    // After the attempt, not before: what we look at now is what we will use.
    const problem = checkDirectory(each, user);
    if (problem !== null) return problem;
  }
  return ok(directory);
}

/** Null when the directory is ours alone, or not there. A symbolic link is not a directory: it may be re-pointed. */
export function checkDirectory(
  directory: string,
  user: RuntimeUser = thisUser(),
): Result<never, RuntimeDirectoryUnsafe> | null {
  let stats: Stats | undefined;
  try {
    stats = lstatSync(directory, { throwIfNoEntry: false });
  } catch {
    return unsafe(directory, 'unreachable');
  }
  if (stats === undefined) return null;
  if (!stats.isDirectory()) return unsafe(directory, 'not-a-directory');
  if (stats.uid !== user.uid) return unsafe(directory, 'not-owned');
  if ((stats.mode & 0o077) !== 0) return unsafe(directory, 'accessible-to-others');
  return null;
}

/**
 * 16 hex digits that stand for `text`: FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv). Two projects of one
 * user will not meet by chance, nobody else can put anything there, and `node:crypto` would cost every command 4 ms.
 */
function fnv1a64(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}

function exists(file: string): boolean {
  return fileAt(file) !== null;
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return path.resolve(file);
  }
}

function thisUser(): RuntimeUser {
  return { uid: process.getuid?.() ?? 0, platform: process.platform };
}

function unsafe(directory: string, problem: RuntimeDirectoryUnsafe['problem']): Result<never, RuntimeDirectoryUnsafe> {
  return err({ reason: 'runtime-directory-unsafe', path: directory, problem });
}
