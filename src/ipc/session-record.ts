import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fromJsonValue, toJson } from './json.ts';
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

/** Replaces the record at once: a reader sees the old one or the new one. To be called under the lock. */
export function writeSessionRecord(directory: SessionDirectory, record: SessionRecord): void {
  const unfinished = `${directory.recordPath}~`;
  writeFileSync(unfinished, `${toJson(record)}\n`, { mode: 0o600 });
  renameSync(unfinished, directory.recordPath);
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
