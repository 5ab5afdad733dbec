import { lstatSync, readFileSync, renameSync, rmSync, type Stats, writeFileSync } from 'node:fs';
import type { OperationFailed } from '../model/failure.ts';
import { err, ok, type Result } from '../model/result.ts';
import { fromJsonValue, toJson } from '../wire/json.ts';
import { fileAt, isSameFile } from './file-identity.ts';
import type { SessionDirectory } from './socket-path.ts';

/** Who runs a session, kept beside its socket for when it does not answer. */
export interface SessionRecord {
  readonly name: string;
  /** Absolute: the project's directory. */
  readonly dir: string;
  readonly pid: number;
  /** Wall time, ms since the epoch. */
  readonly startedAt: number;
  readonly socket: string;
  /** Absolute: the main configuration file. */
  readonly configFile: string;
}

/** What tells the record that was written from one that has been put in its place. */
export interface WrittenRecord {
  isInPlace(): boolean;
}

/**
 * Replaces the record at once: a reader sees the old one or the new one. To be called under the lock.
 *
 * @returns `operation-failed` when it cannot be written, such as on a full disk.
 */
export function writeSessionRecord(
  directory: SessionDirectory,
  record: SessionRecord,
): Result<WrittenRecord, OperationFailed> {
  const file = directory.recordPath;
  const unfinished = `${file}~`;
  try {
    rmSync(unfinished, { force: true });
    writeFileSync(unfinished, `${toJson(record)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(unfinished, file);
    const ours = lstatSync(file);
    return ok({ isInPlace: () => isUnchanged(ours, fileAt(file)) });
  } catch (error) {
    return err({
      reason: 'operation-failed',
      detail: `cannot write ${file}: ${(error as NodeJS.ErrnoException).code}`,
    });
  }
}

function isUnchanged(ours: Stats, there: Stats | null): boolean {
  return isSameFile(ours, there) && there?.mtimeMs === ours.mtimeMs && there.size === ours.size;
}

/** The record of the last session that ran here, living or not; null when there is none. */
export function readSessionRecord(directory: SessionDirectory): SessionRecord | null {
  try {
    const record = fromJsonValue(JSON.parse(readFileSync(directory.recordPath, 'utf8')));
    return isSessionRecord(record) ? record : null;
  } catch {
    return null;
  }
}

function isSessionRecord(value: unknown): value is SessionRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { name, dir, pid, startedAt, socket, configFile } = value as Partial<Record<keyof SessionRecord, unknown>>;
  return (
    [name, dir, socket, configFile].every((text) => typeof text === 'string') &&
    [pid, startedAt].every((number) => typeof number === 'number')
  );
}
