import type { Failure, UnknownProcess } from '../model/failure.ts';
import type { ProjectSpec } from '../model/project-spec.ts';
import { replicaSets } from '../model/replicas.ts';
import { err, ok, type Result } from '../model/result.ts';
import { closest } from '../util/closest.ts';

/** The names that targets may be about. */
export interface Targetable {
  readonly processes: readonly { readonly name: string; readonly replicaOf: string | null }[];
  /** Replica sets, those without a replica at the moment, too. */
  readonly sets: readonly string[];
}

/** What may be named in a project. */
export function targetable(project: ProjectSpec): Targetable {
  const processes = [...project.processes.values()];
  return {
    processes: processes.map(({ name, replica }) => ({ name, replicaOf: replica?.set ?? null })),
    sets: replicaSets(project),
  };
}

/** The same, with processes that are no more. */
export function withRemoved({ processes, sets }: Targetable, names: readonly string[]): Targetable {
  const present = new Set(processes.map(({ name }) => name));
  const removed = names.filter((name) => !present.has(name));
  return { processes: [...processes, ...removed.map((name) => ({ name, replicaOf: null }))], sets };
}

/**
 * The names of the processes that `targets` stand for, in the order of `processes`, each once. A target is a name of a
 * process or of a replica set, or a glob: `*` is any text, `?` any character. No target means every process.
 */
export function resolveTargets(
  targets: readonly string[],
  { processes, sets }: Targetable,
): Result<readonly string[], UnknownProcess> {
  if (targets.length === 0) return ok(processes.map(({ name }) => name));
  const chosen = new Set<string>();
  for (const target of targets) {
    const matches = matcher(target);
    const found = processes.filter(
      ({ name, replicaOf }) => matches(name) || (replicaOf !== null && matches(replicaOf)),
    );
    if (found.length === 0 && !sets.some(matches)) {
      const suggestion = closest(target, [...sets, ...processes.map(({ name }) => name)]);
      return err({ reason: 'unknown-process', name: target, suggestion });
    }
    for (const { name } of found) chosen.add(name);
  }
  return ok(processes.map(({ name }) => name).filter((name) => chosen.has(name)));
}

/** The name of the one process that `target` stands for. */
export function resolveTarget(target: string, known: Targetable): Result<string, Failure> {
  const resolved = resolveTargets([target], known);
  if (!resolved.ok) return resolved;
  const [name, ...others] = resolved.value;
  if (name !== undefined && others.length === 0) return ok(name);
  const detail = `"${target}" stands for ${resolved.value.length} processes; name one of them`;
  return err({ reason: 'bad-request', detail });
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
