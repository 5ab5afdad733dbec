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
  /** Names of other files. */
  readonly #elsewhere: ReadonlyMap<string, readonly string[]>;

  /** False: nobody has ports, and ten thousand processes need not be looked through ten thousand times. */
  readonly #anyPorts: boolean;

  /** @param processes of one file, by the names that they have in it. */
  constructor(processes: ReadonlyMap<string, FlatProcess>) {
    this.#processes = processes;
    const dependencies = [...processes].map(([name, { entry }]) => {
      return [name, dependenciesIn(get(entry.node, 'depends_on'))] as const;
    });
    const isHere = (name: string) => processes.has(name);
    this.#graph = new Map(dependencies.map(([name, all]) => [name, all.filter(isHere)]));
    this.#elsewhere = new Map(dependencies.map(([name, all]) => [name, all.filter((other) => !isHere(other))]));
    const hasPorts = [...processes.values()].some((process) => countPorts(process) > 0);
    this.#anyPorts = hasPorts || [...this.#elsewhere.values()].some(({ length }) => length > 0);
  }

  /** Those that a run of this process will have: of its own ports, and of those that it depends on. */
  of(name: string): ReadonlyMap<string, EnvironmentVariable> {
    const process = this.#processes.get(name);
    if (!this.#anyPorts || process === undefined) return new Map();
    const needed = withDependencies([name], this.#graph).filter((other) => other !== name);
    const elsewhere = [name, ...needed].flatMap((other) => this.#elsewhere.get(other) ?? []);
    const names = [
      ...numbered('PORT', countPorts(process)),
      ...needed.flatMap((other) => variablesFor(this.#processes.get(other))),
      ...elsewhere.flatMap(variablesElsewhere),
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

/** What another file says of its process is not known here. */
function variablesElsewhere(name: string): readonly string[] {
  const variable = portVariable(name);
  return [variable, ...Array.from({ length: MOST_ELSEWHERE }, (_, index) => `${variable}_${index + 1}`)];
}

const MOST_ELSEWHERE = 20;

/** Nobody writes down the ports of more replicas than this. */
const MOST_NAMED = 100;
