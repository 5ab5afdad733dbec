import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import type { SpawnFailure } from '../model/failure.ts';
import { isOutOfResources } from './scarcity.ts';

/** What was to be spawned, as far as it can explain why it was not. */
export interface FailedSpawn {
  readonly argv: readonly string[];
  readonly cwd: string;
}

/**
 * Names what went wrong when Node could not spawn, whether it threw or emitted.
 *
 * The system says ENOENT, EACCES or ENOTDIR for the directory, the program and the program's interpreter alike, so the
 * directory is looked at first.
 */
export function spawnFailure(error: unknown, { argv, cwd }: FailedSpawn): SpawnFailure {
  const code = codeOf(error);
  const command = argv[0] ?? '';
  if (isOutOfResources(code)) return { reason: 'out-of-resources', code };
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EACCES':
      return badDirectory(cwd) ?? badProgram(code, command, cwd);
    case 'ENOEXEC':
    case 'EISDIR':
      return { reason: 'not-executable', command };
    case 'E2BIG':
      return { reason: 'arguments-too-long' };
    case 'ETXTBSY':
      return { reason: 'executable-busy', command };
    default:
      return { reason: 'spawn-error', code, detail: `${command}: ${propertyOf(error, 'message') ?? String(error)}` };
  }
}

function codeOf(error: unknown): string {
  return propertyOf(error, 'code') ?? 'unknown';
}

function propertyOf(error: unknown, name: 'code' | 'message'): string | null {
  const value = typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[name] : null;
  return typeof value === 'string' ? value : null;
}

function badDirectory(cwd: string): SpawnFailure | null {
  try {
    if (!statSync(cwd).isDirectory()) return { reason: 'bad-cwd', cwd, problem: 'not-a-directory' };
    accessSync(cwd, constants.X_OK);
    return null;
  } catch (error) {
    const code = codeOf(error);
    const problem = code === 'ENOENT' ? 'missing' : code === 'ENOTDIR' ? 'not-a-directory' : 'not-accessible';
    return { reason: 'bad-cwd', cwd, problem };
  }
}

function badProgram(code: string, command: string, cwd: string): SpawnFailure {
  if (code === 'EACCES') return { reason: 'not-executable', command };
  const interpreter = command.includes('/') ? interpreterOf(path.resolve(cwd, command)) : null;
  return {
    reason: 'command-not-found',
    command: interpreter === null ? command : `${interpreter} (the interpreter of ${command})`,
  };
}

/** The program on the `#!` line of a script; null when `file` has none or cannot be read. */
function interpreterOf(file: string): string | null {
  let fd: number;
  try {
    // A FIFO by that name must not make us wait for somebody to write to it.
    fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return null;
  }
  try {
    const start = Buffer.alloc(256);
    const text = start.toString('utf8', 0, readSync(fd, start));
    return /^#!\s*(\S+)/.exec(text)?.[1] ?? null;
  } finally {
    closeSync(fd);
  }
}
