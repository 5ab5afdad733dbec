import type { DependencyGraph } from '../model/dependency-graph.ts';
import type { ProcessSpec } from '../model/process-spec.ts';
import type { ProjectSpec } from '../model/project-spec.ts';
import { type DependencyView, standingOf } from './dependency-verdict.ts';

/** Who depends on whom in a project. */
export function graphOf({ processes }: ProjectSpec): DependencyGraph {
  return new Map(
    [...processes].map(([name, { dependsOn }]) => [
      name,
      dependsOn.map(({ process }) => process).filter((process) => processes.has(process)),
    ]),
  );
}

/** Whether a process is started when the project is. */
export function startsWithProject({ autostart, enabled }: ProcessSpec): boolean {
  return autostart && enabled;
}

/** For each of `names`, what a start of all of them starts besides, because that one needs it. */
export function alsoStarted(
  names: readonly string[],
  processes: ReadonlyMap<string, DependencyView>,
): ReadonlyMap<string, readonly string[]> {
  const named = new Set(names);
  const others = (targets: readonly string[]) =>
    withMissingDependencies(targets, processes).filter((name) => !named.has(name));
  if (others(names).length === 0) return new Map();
  return new Map(names.map((name) => [name, others([name])]));
}

/**
 * `names` and what has to be started for them to run: dependencies that do not hold and that nobody has asked for, and
 * theirs. Those that are disabled are left out.
 *
 * @param processes in the order of the project, which the result keeps.
 */
export function withMissingDependencies(
  names: readonly string[],
  processes: ReadonlyMap<string, DependencyView>,
): readonly string[] {
  const found = new Set<string>();
  const queue = [...names];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    for (const dependency of processes.get(name)?.spec.dependsOn ?? []) {
      const view = processes.get(dependency.process);
      if (view?.spec.enabled === true && standingOf(dependency, view) === 'impossible') queue.push(dependency.process);
    }
  }
  return [...processes.keys()].filter((name) => found.has(name));
}
