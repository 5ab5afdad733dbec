import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { SessionInfo } from '../model/control.ts';
import type { Failure } from '../model/failure.ts';
import type { ProcessInfo, ProcessStatus } from '../model/process-status.ts';
import { ok, type Result } from '../model/result.ts';
import { connectSession } from './client.ts';
import { readSessionRecord } from './session-record.ts';
import { type RuntimeEnvironment, runtimeDirectory, type SessionDirectory, sessionDirectoryAt } from './socket-path.ts';

/** A session, for a list of sessions. */
export interface SessionSummary extends Pick<SessionInfo, 'name' | 'dir' | 'pid' | 'socket' | 'startedAt'> {
  /** False for one that accepts connections and does not answer: it is stopped, or stuck. */
  readonly responsive: boolean;
  /** How many processes are in which status, commonest first; empty for a session that does not answer. */
  readonly processes: ReadonlyMap<ProcessStatus, number>;
}

const HANDSHAKE_TIMEOUT_MS = 500;

/**
 * All living sessions of this user, oldest first. What dead ones left behind is passed over and left alone: only who
 * holds a project's lock may tidy up.
 */
export async function listSessions(
  environment: RuntimeEnvironment,
  handshakeTimeoutMs: number = HANDSHAKE_TIMEOUT_MS,
): Promise<Result<readonly SessionSummary[], Failure>> {
  const directories = sessionDirectories(environment);
  if (!directories.ok) return directories;
  const summaries = await Promise.all(directories.value.map((directory) => summarize(directory, handshakeTimeoutMs)));
  const living = summaries.filter((summary) => summary !== null);
  return ok(living.sort((a, b) => a.startedAt - b.startedAt));
}

/** Of all sessions of this user that have ever run, living or not. */
export function sessionDirectories(environment: RuntimeEnvironment): Result<readonly SessionDirectory[], Failure> {
  const runtime = runtimeDirectory(environment);
  return runtime.ok ? ok(subdirectories(runtime.value).map(sessionDirectoryAt)) : runtime;
}

function subdirectories(directory: string): readonly string[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => path.join(directory, name));
  } catch {
    // No session has ever run.
    return [];
  }
}

async function summarize(directory: SessionDirectory, handshakeTimeoutMs: number): Promise<SessionSummary | null> {
  const connected = await connectSession(directory.socketPath, { handshakeTimeoutMs });
  if (!connected.ok) return connected.failure.reason === 'session-unresponsive' ? unresponsive(directory) : null;
  const { name, dir, pid, socket, startedAt } = connected.value.hello;
  const list = await connected.value.list([]);
  connected.value.close();
  if (!list.ok) return null;
  return { name, dir, pid, socket, startedAt, responsive: true, processes: countByStatus(list.value) };
}

/** It cannot say who it is; what it wrote down when it began does. */
function unresponsive(directory: SessionDirectory): SessionSummary | null {
  const record = readSessionRecord(directory);
  if (record === null) return null;
  const { configFile: _, ...session } = record;
  return { ...session, responsive: false, processes: new Map() };
}

function countByStatus(processes: readonly ProcessInfo[]): ReadonlyMap<ProcessStatus, number> {
  const counts = new Map<ProcessStatus, number>();
  for (const { status } of processes) counts.set(status, (counts.get(status) ?? 0) + 1);
  return new Map([...counts].sort(([, a], [, b]) => b - a));
}
