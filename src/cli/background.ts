import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createSessionDirectory, type SessionDirectory } from '../ipc/socket-path.ts';
import type { Failure } from '../model/failure.ts';
import { err, type Result } from '../model/result.ts';
import { fromJsonValue, toJson } from '../wire/json.ts';

/**
 * How a background session tells whoever started it that it is up: one line of JSON on this descriptor, which is
 * closed then. Closed without a line: it died.
 */
const READY_FD = 3;

/** Enough of what a session that died had to say. */
const LAST_WORDS_CHARS = 2_000;

export interface BackgroundOptions {
  readonly executable: string;
  /** What follows `pom session`. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly directory: SessionDirectory;
}

/**
 * Starts a session that outlives this process, its terminal and its shell.
 *
 * @returns when the session answers. Its own failure to start comes back as that failure; if it died without a word,
 *   `operation-failed` with what it had written.
 */
export async function startInBackground(options: BackgroundOptions): Promise<Result<void, Failure>> {
  const created = createSessionDirectory(options.directory);
  if (!created.ok) return created;
  const logPath = path.join(options.directory.path, 'session.log');
  const log = openSync(logPath, 'w', 0o600);
  // `detached` is setsid(2): no terminal, so no SIGHUP when it closes.
  const child = spawn(process.execPath, [...process.execArgv, options.executable, 'session', ...options.args], {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['ignore', log, log, 'pipe'],
  });
  closeSync(log);
  const spawned = new Promise<string | null>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('spawn', () => resolve(null));
  });
  const problem = await spawned;
  if (problem !== null)
    return err({ reason: 'operation-failed', detail: `cannot start a background session: ${problem}` });
  const answer = await text(child.stdio[READY_FD] as Readable);
  child.unref();
  if (answer !== '') return fromJsonValue(JSON.parse(answer)) as Result<void, Failure>;
  const lastWords = readFileSync(logPath, 'utf8').slice(-LAST_WORDS_CHARS).trim();
  return err({ reason: 'operation-failed', detail: `the background session died while starting\n${lastWords}`.trim() });
}

/** The other end: what the session says to the process that waits for it in `startInBackground`. */
export function reportReady(result: Result<unknown, Failure>): void {
  writeSync(READY_FD, `${toJson(result.ok ? { ok: true } : result)}\n`);
  closeSync(READY_FD);
}
