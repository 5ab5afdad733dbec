import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { NoProject } from '../model/failure.ts';
import { err, ok, type Result } from '../model/result.ts';

/** What a project's main file may be called, in order of preference. */
const MAIN_NAMES = ['pom.yaml', 'pom.yml'];

/** Merged over the main file it lies beside. The only configuration file that may be absent. */
export const OVERRIDE_NAME = 'pom.override.yaml';

/** Where to look for a project. */
export interface ProjectQuery {
  /** Absolute: the working directory. */
  readonly cwd: string;
  /** `-C`: look from here instead; relative to `cwd`. */
  readonly directory: string | null;
  /** `-f`: these files and no others, later ones win; relative to `directory`. Empty: walk up. */
  readonly files: readonly string[];
}

/**
 * The configuration files of the project that a command is about, absolute, the main one first, to be merged in this
 * order. Two ways to the same directory give the same names, but a main file that is a link keeps its own name: it is
 * the link that has to be watched, and its directory is the project's.
 *
 * When the main file was found by walking up, the override file beside it is in the list whether it is there or not.
 *
 * Only looks for files, and imports nothing heavy: the fast client commands use it to find their session.
 */
export function findProject({ cwd, directory, files }: ProjectQuery): Result<readonly string[], NoProject> {
  const asked = path.resolve(cwd, directory ?? '.');
  const from = realPath(asked);
  if (from === null || !isKind(from, 'directory')) {
    return err({ reason: 'no-project', directory: asked, file: null, problem: 'no-such-directory' });
  }
  return files.length > 0 ? namedFiles(from, files) : walkUp(from);
}

function namedFiles(directory: string, files: readonly string[]): Result<readonly string[], NoProject> {
  const found: string[] = [];
  for (const name of files) {
    const file = path.resolve(directory, name);
    const parent = realPath(path.dirname(file));
    if (parent === null || !exists(file)) {
      return err({ reason: 'no-project', directory, file, problem: 'no-such-file' });
    }
    found.push(path.join(parent, path.basename(file)));
  }
  return ok(found);
}

function walkUp(from: string): Result<readonly string[], NoProject> {
  for (let directory = from; ; directory = path.dirname(directory)) {
    const main = MAIN_NAMES.map((name) => path.join(directory, name)).find((file) => isKind(file, 'file'));
    if (main !== undefined) return ok([main, path.join(directory, OVERRIDE_NAME)]);
    if (directory === path.dirname(directory)) {
      return err({ reason: 'no-project', directory: from, file: null, problem: 'none-found' });
    }
  }
}

function realPath(file: string): string | null {
  try {
    return realpathSync(file);
  } catch {
    return null;
  }
}

function exists(file: string): boolean {
  return isKind(file, 'file') || isKind(file, 'directory');
}

/** False for what is not there or cannot be looked at. */
function isKind(file: string, kind: 'file' | 'directory'): boolean {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    return kind === 'directory' ? stats?.isDirectory() === true : stats !== undefined && !stats.isDirectory();
  } catch {
    return false;
  }
}
