import { spawn } from 'node:child_process';
import { closeSync, constants, fstatSync, openSync, realpathSync, rmSync } from 'node:fs';
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
 * Where the file is missing it may have been deleted below a session that lives. Whoever makes it anew looks for that
 * one, and leaves the project to it: it takes its lock again by itself.
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
    const { fd, isNew } = opened.value;
    const attempt = await takeLock(fd, options.searchPath);
    // Somebody may have tidied the file away between open and lock; then we hold the lock of a file nobody will find.
    if (attempt === 'taken' && isFileAt(fd, directory.lockPath)) {
      const isInPlace = () => isFileAt(fd, directory.lockPath);
      if (!isNew || !isHeldElsewhere(directory.lockPath)) return ok({ isInPlace, release: () => closeSync(fd) });
      // So that the next one who comes makes it anew, and looks as well.
      rmSync(directory.lockPath, { force: true });
      closeSync(fd);
      return err({ reason: 'session-exists', socketPath: directory.socketPath });
    }
    closeSync(fd);
    if (attempt === 'held') return err({ reason: 'session-exists', socketPath: directory.socketPath });
    if (attempt === 'unavailable')
      return failed(`cannot lock ${directory.lockPath}: neither flock nor perl could do it`);
  }
}

interface LockFile {
  readonly fd: number;
  /** It was not there before. */
  readonly isNew: boolean;
}

function openLockFile(lockPath: string): Result<LockFile, Failure> {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW;
  try {
    return ok({ fd: openSync(lockPath, flags | constants.O_EXCL, 0o600), isNew: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return cannotOpen(lockPath, error);
  }
  try {
    return ok({ fd: openSync(lockPath, flags, 0o600), isNew: false });
  } catch (error) {
    return cannotOpen(lockPath, error);
  }
}

function cannotOpen(lockPath: string, error: unknown): Result<never, Failure> {
  return failed(`cannot open ${lockPath}: ${(error as NodeJS.ErrnoException).code}`);
}

function isHeldElsewhere(lockPath: string): boolean {
  return holderOfDeleted(realpathSync(lockPath)) !== null;
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
