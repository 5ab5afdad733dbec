import path from 'node:path';
import { globBase, globPattern, isGlob } from '../../util/path-glob.ts';

/** Which paths matter to a watch. */
export interface TreeFilter {
  /** Absolute: where to look, each a file or a directory, or nothing yet. */
  readonly bases: readonly string[];
  /** Whether a change of this file counts. */
  counts(file: string): boolean;
  /** Whether something in this directory may count. */
  enters(directory: string): boolean;
}

export interface TreeRules {
  /** Absolute: files, directories, or globs. */
  readonly paths: readonly string[];
  /** Globs: without a slash a name anywhere below the paths, otherwise absolute. */
  readonly ignore: readonly string[];
  /** Absolute: files, with what log rotation makes of them, and directories that never count. */
  readonly never: readonly string[];
}

/** Nobody means these when they say that a directory is to be watched. */
const NEVER_NAMES: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/** What editors put beside a file for a moment: swap files, backups, lock links, the probe of vim. */
const EDITORS_OWN = /^(?:.*~|\.#.*|#.*#|\..*\.sw[a-z]|4913)$/;

export function treeFilter({ paths, ignore, never }: TreeRules): TreeFilter {
  const roots = paths.map(rootOf);
  const names = ignore.filter((glob) => !glob.includes('/')).map(globPattern);
  const places = ignore.filter((glob) => glob.includes('/')).map((glob) => globPattern(glob));

  const isIgnoredName = (name: string) => NEVER_NAMES.has(name) || names.some((pattern) => pattern.test(name));
  const isIgnored = (file: string, base: string) => {
    if (never.some((own) => file === own || isBelow(file, own) || isRotated(file, own))) return true;
    // The path that was asked for was meant, whatever it is called.
    const below = file === base ? [] : path.relative(base, file).split(path.sep);
    if (below.some(isIgnoredName)) return true;
    if (places.length === 0) return false;
    return places.some((pattern) => pattern.test(file) || ancestors(file, base).some((place) => pattern.test(place)));
  };
  const wanting = (file: string, base: string) => (file === base || isBelow(file, base)) && !isIgnored(file, base);

  return {
    bases: [...new Set(roots.map(({ base }) => base))],
    counts: (file) =>
      !EDITORS_OWN.test(path.basename(file)) &&
      roots.some(({ base, pattern }) => (pattern === null || pattern.test(file)) && wanting(file, base)),
    enters: (directory) => roots.some(({ base }) => wanting(directory, base)),
  };
}

interface Root {
  readonly base: string;
  /** Null: everything below the base. */
  readonly pattern: RegExp | null;
}

function rootOf(watched: string): Root {
  if (!isGlob(watched)) return { base: watched, pattern: null };
  return { base: globBase(watched), pattern: globPattern(watched) };
}

function isRotated(file: string, log: string): boolean {
  return file.startsWith(log) && /^\.\d+(?:\.gz)?$/.test(file.slice(log.length));
}

function isBelow(file: string, directory: string): boolean {
  return file.startsWith(directory === '/' ? '/' : `${directory}/`);
}

/** The directories between a file and a base, without the base. */
function ancestors(file: string, base: string): readonly string[] {
  const found: string[] = [];
  for (let place = path.dirname(file); place.length > base.length; place = path.dirname(place)) found.push(place);
  return found;
}
