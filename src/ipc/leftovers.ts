import { type Dirent, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Failure } from '../model/failure.ts';
import { ok, type Result } from '../model/result.ts';
import { connectSession } from './client.ts';
import { readSessionRecord, type SessionRecord } from './session-record.ts';
import { sessionDirectories } from './sessions.ts';
import type { RuntimeEnvironment, SessionDirectory } from './socket-path.ts';

/** What a session that did not end by itself, such as one that was killed, has left in its directory. */
export interface Leftovers {
  readonly directory: SessionDirectory;
  /** Who it was; null when it did not get so far. */
  readonly session: SessionRecord | null;
  /** Absolute; never empty. */
  readonly paths: readonly string[];
}

/** How long a socket may take to answer that somebody is there. */
const HANDSHAKE_TIMEOUT_MS = 500;

/**
 * The socket, the ledger of children, and the directories where names of pipes are made. Whatever else is there is kept,
 * or overwritten.
 */
function isLeftover(entry: Dirent): boolean {
  if (entry.isSocket()) return entry.name === 's';
  return entry.isFile() ? entry.name === 'children' : entry.isDirectory() && entry.name.startsWith('pom-fifo-');
}

/** Of all sessions of this user that nobody answers for. A session that is just ending may be among them. */
export async function findLeftovers(environment: RuntimeEnvironment): Promise<Result<readonly Leftovers[], Failure>> {
  const directories = sessionDirectories(environment);
  if (!directories.ok) return directories;
  const found = await Promise.all(directories.value.map(leftoversIn));
  return ok(found.filter((leftovers) => leftovers !== null));
}

/** Removes what a dead session has left in its directory. To be called under its lock, when none of its children live. */
export function tidySessionDirectory(directory: SessionDirectory): void {
  for (const file of leftoverPaths(directory)) rmSync(file, { recursive: true, force: true });
}

async function leftoversIn(directory: SessionDirectory): Promise<Leftovers | null> {
  if (leftoverPaths(directory).length === 0) return null;
  const connected = await connectSession(directory.socketPath, { handshakeTimeoutMs: HANDSHAKE_TIMEOUT_MS });
  if (connected.ok) connected.value.close();
  if (connected.ok || connected.failure.reason !== 'no-session') return null;
  // Looked at again: it may have tidied up and ended in between.
  const paths = leftoverPaths(directory);
  return paths.length === 0 ? null : { directory, session: readSessionRecord(directory), paths };
}

function leftoverPaths(directory: SessionDirectory): readonly string[] {
  try {
    const entries = readdirSync(directory.path, { withFileTypes: true });
    return entries.filter(isLeftover).map(({ name }) => path.join(directory.path, name));
  } catch {
    return [];
  }
}
