import type { DeclaredProcess, ProjectSpec } from './project-spec.ts';

/** The most replicas of one process: more than a machine takes is a slip of the finger. */
export const MOST_REPLICAS = 1000;

/** The process of a replica set with this number, from 1. */
export function replicaName(set: string, number: number): string {
  return `${set}-${number}`;
}

/** Whether a name is, or with more replicas would be, that of one of the set's processes. */
export function isReplicaName(name: string, set: string): boolean {
  return name.startsWith(`${set}-`) && /^[1-9]\d*$/.test(name.slice(set.length + 1));
}

/** The processes that a declared name stands for: itself, or its replicas, of which there may be none. */
export function processesNamed(name: string, declared: ProjectSpec['declared']): readonly string[] {
  const replicas = declared.get(name)?.replicas ?? null;
  return replicas === null ? [name] : Array.from({ length: replicas }, (_, index) => replicaName(name, index + 1));
}

/** The processes that a declaration makes. Whoever depends on a replica set depends on each of its replicas. */
export function expandReplicas(declared: ProjectSpec['declared']): ProjectSpec['processes'] {
  const processes = [...declared].flatMap(([name, { spec, replicas }]) => {
    const dependsOn = spec.dependsOn.flatMap((dependency) =>
      processesNamed(dependency.process, declared).map((process) => ({ ...dependency, process })),
    );
    if (replicas === null) return [{ ...spec, dependsOn }];
    return processesNamed(name, declared).map((process, index) => {
      return { ...spec, dependsOn, name: process, replica: { set: name, number: index + 1 } };
    });
  });
  return new Map(processes.map((spec) => [spec.name, spec]));
}

/** The project with another number of replicas in some of its sets; other names are left alone. */
export function withReplicas(project: ProjectSpec, counts: ReadonlyMap<string, number>): ProjectSpec {
  if (counts.size === 0) return project;
  const declared = new Map(
    [...project.declared].map(([name, process]): [string, DeclaredProcess] => {
      const replicas = counts.get(name);
      return [name, process.replicas === null || replicas === undefined ? process : { ...process, replicas }];
    }),
  );
  return { ...project, declared, processes: expandReplicas(declared) };
}

/** The names of the replica sets, in the order written. */
export function replicaSets({ declared }: ProjectSpec): readonly string[] {
  return [...declared].flatMap(([name, { replicas }]) => (replicas === null ? [] : [name]));
}
