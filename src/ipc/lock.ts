import { spawn } from 'node:child_process';
import { closeSync, constants, fstatSync, openSync, realpathSync, writeSync } from 'node:fs';
import type { Failure } from '../model/failure.ts';
import { err, ok, type Result } from '../model/result.ts';
import { fileAt, isSameFile } from './file-identity.ts';
import { holderOfDeleted } from './lost-lock.ts';
import { createSessionDirectory, type SessionDirectory } from './socket-path.ts';

/** A project's lock. It is held as long as this process lives and has not released it; even `kill -9` frees it. */
export interface Lock {
  /** False when its file was deleted or replaced: then others no longer meet this lock, and it is to be taken anew. */
  isInPlace(): boolean;
  /** Lets the next session begin. Close the server first: what it cleans up must still be its own. */
  release(): void;
}

export interface LockOptions {
  /** Where `flock` or `perl` are looked for, as in `$PATH`. */
  readonly searchPath: string;
}

/** Its number in the child: the first after stdin, stdout and stderr. */
const LOCK_FD = 3;

/** Programs that take an flock(2) on an inherited descriptor without waiting. Both exit with 1 when it is taken. */
const LOCKERS: readonly (readonly [string, ...string[]])[] = [
  ['flock', '-n', '-x', String(LOCK_FD)],
  ['perl', '-e', `open(my $lock, ">>&=", ${LOCK_FD}) or exit 2; flock($lock, 6) or exit($!{EWOULDBLOCK} ? 1 : 2)`],
];

type Attempt = 'taken' | 'held' | 'unavailable';

/**
 * Makes the session's directory and takes its lock, so that a project has one session at a time.
 *
 * Node cannot call flock(2), but an flock belongs to the open file and not to who took it: a program that inherits our
 * descriptor takes it for us and leaves. Pid files, and locks that are broken by age, let two starters in when both
 * find the remains of a crash.
 *
 * An empty file is new: the one before it may have been deleted below a session that lives. Whoever finds it empty looks
 * for that one first, and leaves the project to it: it takes its lock again by itself.
 *
 * @returns `session-exists` when another session holds it; `operation-failed` when nothing here can take a lock.
 */
export async function acquireLock(
  directory: SessionDirectory,
  options: LockOptions = { searchPath: '/usr/local/bin:/usr/bin:/bin' },
): Promise<Result<Lock, Failure>> {
  const created = createSessionDirectory(directory);
  if (!created.ok) return created;
  for (;;) {
    const opened = openLockFile(directory.lockPath);
    if (!opened.ok) return opened;
    const fd = opened.value;
    const attempt = await takeLock(fd, options.searchPath);
    // Somebody may have tidied the file away between open and lock; then we hold the lock of a file nobody will find.
    if (attempt === 'taken' && isFileAt(fd, directory.lockPath)) {
      const isInPlace = () => isFileAt(fd, directory.lockPath);
      if (isFree(fd, directory.lockPath)) return ok({ isInPlace, release: () => closeSync(fd) });
      closeSync(fd);
      return err({ reason: 'session-exists', socketPath: directory.socketPath });
    }
    closeSync(fd);
    if (attempt === 'held') return err({ reason: 'session-exists', socketPath: directory.socketPath });
    if (attempt === 'unavailable')
      return failed(`cannot lock ${directory.lockPath}: neither flock nor perl could do it`);
  }
}

function openLockFile(lockPath: string): Result<number, Failure> {
  try {
    return ok(openSync(lockPath, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600));
  } catch (error) {
    return failed(`cannot open ${lockPath}: ${(error as NodeJS.ErrnoException).code}`);
  }
}

/** @returns false when somebody lives who has lost the file. To be asked with the lock in hand. */
function isFree(fd: number, lockPath: string): boolean {
  if (fstatSync(fd).size > 0) return true;
  if (holderOfDeleted(realpathSync(lockPath)) !== null) return false;
  try {
    writeSync(fd, 'looked\n');
  } catch {
    // The disk is full: whoever comes next looks again.
  }
  return true;
}

async function takeLock(fd: number, searchPath: string): Promise<Attempt> {
  for (const [program, ...args] of LOCKERS) {
    const exitCode = await run(program, args, fd, searchPath);
    if (exitCode === 0) return 'taken';
    if (exitCode === 1) return 'held';
  }
  return 'unavailable';
}

/** @returns the exit code; null when the program is missing or was killed. */
function run(program: string, args: readonly string[], fd: number, searchPath: string): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'ignore', fd], env: { PATH: searchPath } });
    child.once('error', () => resolve(null));
    child.once('exit', (code) => resolve(code));
  });
}

function isFileAt(fd: number, file: string): boolean {
  return isSameFile(fstatSync(fd), fileAt(file));
}

function failed(detail: string): Result<never, Failure> {
  return err({ reason: 'operation-failed', detail });
}
