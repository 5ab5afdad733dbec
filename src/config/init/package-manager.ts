import { existsSync } from 'node:fs';
import path from 'node:path';

const LOCKFILES: readonly (readonly [string, string])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
];

const KNOWN: ReadonlySet<string> = new Set(['npm', 'pnpm', 'yarn', 'bun']);

/**
 * The program that runs the scripts of a package: by the lockfile beside it, else by its `packageManager` key, else by
 * the lockfile of the workspace it is in, else npm.
 *
 * @param directory absolute: where the package is.
 * @param root absolute: `directory` or above it; nothing above is looked at.
 * @param declared the `packageManager` key, such as `pnpm@9.1.0`.
 */
export function packageManager(directory: string, root: string, declared: unknown): string {
  const beside = byLockfile(directory);
  if (beside !== null) return beside;
  const name = typeof declared === 'string' ? (declared.split('@')[0] ?? '') : '';
  if (KNOWN.has(name)) return name;
  for (let above = directory; above !== root; ) {
    above = path.dirname(above);
    const found = byLockfile(above);
    if (found !== null) return found;
    if (above === path.dirname(above)) break;
  }
  return 'npm';
}

function byLockfile(directory: string): string | null {
  return LOCKFILES.find(([file]) => existsSync(path.join(directory, file)))?.[1] ?? null;
}
