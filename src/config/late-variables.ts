import { type DependencyGraph, withDependencies } from '../model/dependency-graph.ts';
import type { EnvironmentVariable } from '../model/environment.ts';
import { lateVariable, nthPortVariable, portVariable } from '../model/ports.ts';
import { replicaName } from '../model/replicas.ts';
import type { FlatProcess } from './extends.ts';
import { type ConfigNode, entriesOf, get, itemsOf } from './node.ts';
import { numberOf, textsOf } from './value.ts';

/**
 * The variables of ports, which have their values when a run starts and not before: until then each stands for itself,
 * in whatever it is written.
 */
export class LateVariables {
  readonly #processes: ReadonlyMap<string, FlatProcess>;
  readonly #graph: DependencyGraph;
  readonly #anyPorts: boolean;

  constructor(processes: ReadonlyMap<string, FlatProcess>) {
    this.#processes = processes;
    this.#graph = new Map(
      [...processes].map(([name, { entry }]) => [name, dependenciesIn(get(entry.node, 'depends_on'))]),
    );
    this.#anyPorts = [...processes.values()].some((process) => countPorts(process) > 0);
  }

  /** Those that a run of this process will have: of its own ports, and of those that it depends on. */
  of(name: string): ReadonlyMap<string, EnvironmentVariable> {
    const process = this.#processes.get(name);
    if (!this.#anyPorts || process === undefined) return new Map();
    const needed = withDependencies([name], this.#graph).filter((other) => other !== name);
    const names = [
      ...numbered('PORT', countPorts(process)),
      ...needed.flatMap((other) => variablesFor(this.#processes.get(other))),
    ];
    // As what pom was started with: it is not what the configuration says, and a reload does not compare it.
    return new Map(names.map((late) => [late, { name: late, value: lateVariable(late), origin: 'inherited' }]));
  }
}

function dependenciesIn(node: ConfigNode | null): readonly string[] {
  return [...textsOf(node), ...entriesOf(node).keys()];
}

function countPorts({ entry }: FlatProcess): number {
  return itemsOf(get(entry.node, 'ports')).length;
}

function numbered(variable: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => nthPortVariable(variable, index));
}

function variablesFor(process: FlatProcess | undefined): readonly string[] {
  if (process === undefined) return [];
  const ports = countPorts(process);
  const replicas = numberOf(get(process.entry.node, 'replicas'));
  if (ports === 0) return [];
  if (replicas === null) return numbered(portVariable(process.name), ports);
  const ofReplicas = Array.from({ length: Math.min(Math.max(0, Math.trunc(replicas)), MOST_NAMED) }, (_, index) =>
    numbered(portVariable(replicaName(process.name, index + 1)), ports),
  );
  return [portVariable(process.name), ...ofReplicas.flat()];
}

/** Nobody writes down the ports of more replicas than this. */
const MOST_NAMED = 100;
