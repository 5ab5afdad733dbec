import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { HttpFailure } from '../model/failure.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { SessionDirectory } from './socket-path.ts';

/** How a program of this user finds the HTTP API of a session, and gets in. */
export interface HttpRecord {
  /** `http://HOST:PORT`. */
  readonly origin: string;
  readonly token: string;
}

/** Replaces the record at once, readable by this user alone. To be called under the lock. */
export function writeHttpRecord(directory: SessionDirectory, record: HttpRecord): Result<void, HttpFailure> {
  const file = directory.httpPath;
  const unfinished = `${file}~`;
  try {
    rmSync(unfinished, { force: true });
    writeFileSync(unfinished, `${JSON.stringify(record)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(unfinished, file);
    return ok(undefined);
  } catch (error) {
    const detail = `cannot write ${file}: ${(error as NodeJS.ErrnoException).code}`;
    return err({ reason: 'http-failed', address: record.origin, detail });
  }
}

export function removeHttpRecord(directory: SessionDirectory): void {
  rmSync(directory.httpPath, { force: true });
}

/** Null: the session has no HTTP API. */
export function readHttpRecord(directory: SessionDirectory): HttpRecord | null {
  try {
    const { origin, token } = JSON.parse(readFileSync(directory.httpPath, 'utf8')) as Partial<HttpRecord>;
    return typeof origin === 'string' && typeof token === 'string' ? { origin, token } : null;
  } catch {
    return null;
  }
}
