import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** What `execvp` would say. */
export interface NotFound {
  readonly code: 'ENOENT' | 'EACCES';
}

/**
 * The file that the system would run for `command`, as `execvp` looks for it: in the directories of `searchPath`, or,
 * with a slash in it, from `cwd`.
 */
export function findProgram(command: string, cwd: string, searchPath = '/usr/bin:/bin'): string | NotFound {
  const candidates = command.includes('/')
    ? [path.resolve(cwd, command)]
    : searchPath.split(':').map((directory) => path.resolve(cwd, directory, command));
  let worst: NotFound = { code: 'ENOENT' };
  for (const file of command === '' ? [] : candidates) {
    const isFile = looksLikeFile(file);
    if (isFile === null) continue;
    if (isFile && isExecutable(file)) return file;
    worst = { code: 'EACCES' };
  }
  return worst;
}

/** Null when there is nothing, or no way to it. */
function looksLikeFile(file: string): boolean | null {
  try {
    return statSync(file).isFile();
  } catch {
    return null;
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
