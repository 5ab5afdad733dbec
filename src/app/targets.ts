import type { UnknownProcess } from '../model/failure.ts';
import { err, ok, type Result } from '../model/result.ts';
import { closest } from '../util/closest.ts';

/**
 * The names that `targets` stand for, in the order of `names`, each once. A target is a name or a glob: `*` is any
 * text, `?` any character. No target means every name.
 */
export function resolveTargets(
  targets: readonly string[],
  names: readonly string[],
): Result<readonly string[], UnknownProcess> {
  if (targets.length === 0) return ok(names);
  const chosen = new Set<string>();
  for (const target of targets) {
    const found = names.filter(matcher(target));
    if (found.length === 0) {
      return err({ reason: 'unknown-process', name: target, suggestion: closest(target, names) });
    }
    for (const name of found) chosen.add(name);
  }
  return ok(names.filter((name) => chosen.has(name)));
}

function matcher(target: string): (name: string) => boolean {
  if (!/[*?]/.test(target)) return (name) => name === target;
  const pattern = target
    .replace(/[.+^${}()|[\]\\/-]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.');
  const regex = new RegExp(`^${pattern}$`);
  return (name) => regex.test(name);
}
