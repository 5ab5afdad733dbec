import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import type { SpawnFailure } from '../../model/failure.ts';
import { type FailedSpawn, spawnFailure } from '../spawn-failure.ts';

/**
 * Why a program cannot be run; null when it can. For those that are started by another program, which would say so only
 * in its output.
 *
 * @param searchPath the `PATH` it is looked for in.
 */
export function programTrouble({ argv, cwd }: FailedSpawn, searchPath: string): SpawnFailure | null {
  const program = argv[0] ?? '';
  const candidates = program.includes('/')
    ? [path.resolve(cwd, program)]
    : searchPath.split(':').map((directory) => path.resolve(cwd, directory, program));
  if (candidates.some((file) => isFile(file) && isExecutable(file))) return null;
  return spawnFailure({ code: candidates.some(isFile) ? 'EACCES' : 'ENOENT' }, { argv, cwd });
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
