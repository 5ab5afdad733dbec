import { type DependencyGraph, withDependencies } from '../model/dependency-graph.ts';
import type { PortTaken } from '../model/failure.ts';
import { type PortHolder, type PortSpec, portVariable, portVariables } from '../model/ports.ts';
import type { ProcessSpec } from '../model/process-spec.ts';
import type { ProjectSpec } from '../model/project-spec.ts';
import { processesNamed } from '../model/replicas.ts';
import { err, ok, type Result } from '../model/result.ts';
import { canonical, type Listener, type ListeningPorts } from './listening-ports.ts';

export interface SessionPortsOptions {
  readonly system: ListeningPorts;
  /** The configuration that is running. */
  readonly project: () => ProjectSpec;
  /** The process of the project that an OS process belongs to; null: none. */
  readonly ownerOf: (pid: number) => string | null;
}

/** Where `auto` looks: above what is well known, below what systems give to outgoing connections. */
const FIRST_AUTO = 20_000;
const AUTO_COUNT = 12_000;

/**
 * The ports of all processes: picks those that are `auto`, and looks before each start whether somebody else is there.
 *
 * A picked port stays the same for the session, so that whoever was told of it finds the process there after a restart
 * and after a reload; and, as the search begins where the names of project and process lead, mostly from one session to
 * the next as well.
 */
export class SessionPorts {
  readonly #options: SessionPortsOptions;
  readonly #picked = new Map<string, number>();
  #graph: DependencyGraph | null = null;
  /** The configuration that `#graph` was made of. */
  #graphOf: ProjectSpec | null = null;
  /** What the last run of each process was told of the ports of others. */
  readonly #told = new Map<string, ReadonlyMap<string, string>>();

  constructor(options: SessionPortsOptions) {
    this.#options = options;
  }

  /** The ports of a process, in the order written. */
  of({ name, ports }: ProcessSpec): readonly number[] {
    return ports.map((port, index) => (port.kind === 'fixed' ? port.port : this.#autoPort(name, index)));
  }

  /**
   * Makes sure, right before a start, that nobody listens where the process is going to; picks another port where that
   * is for us to say.
   */
  claim({ name, ports }: ProcessSpec): Result<void, PortTaken> {
    if (ports.length === 0) return ok(undefined);
    const listeners = this.#options.system.listeners() ?? [];
    for (const [index, port] of ports.entries()) {
      const wanted = port.kind === 'fixed' ? port : { host: null, port: this.#autoPort(name, index) };
      const listener = listeners.find((other) => isInTheWay(other, wanted));
      if (listener === undefined) continue;
      if (port.kind === 'fixed') return err(this.#taken(port, listener));
      this.#picked.delete(keyOf(name, index));
      this.#autoPort(name, index);
    }
    return ok(undefined);
  }

  /** What a run has in its environment: its own ports, and those of the processes that it depends on. */
  variablesFor(spec: ProcessSpec): ReadonlyMap<string, string> {
    return new Map([...this.#variablesOfOthers(spec), ...portVariables('PORT', this.of(spec))]);
  }

  /** A run is being started with the variables as they are. */
  started(spec: ProcessSpec): void {
    this.#told.set(spec.name, this.#variablesOfOthers(spec));
  }

  /** What is no longer true of what a running process was told. @param running their specs. */
  warnings(running: readonly ProcessSpec[]): readonly string[] {
    return running.flatMap((spec) => {
      const now = this.#variablesOfOthers(spec);
      const stale = [...(this.#told.get(spec.name) ?? [])].find(([name, value]) => now.get(name) !== value);
      if (stale === undefined) return [];
      const [name, value] = stale;
      const is = now.has(name) ? `it is ${now.get(name) || 'empty'} now` : 'there is no such port any more';
      return [`"${spec.name}" was started with ${name}=${value}, and ${is}; "pom restart ${spec.name}" tells it`];
    });
  }

  #autoPort(name: string, index: number): number {
    const key = keyOf(name, index);
    const known = this.#picked.get(key);
    if (known !== undefined) return known;
    const project = this.#options.project();
    const listening = (this.#options.system.listeners() ?? []).map(({ port }) => port);
    const fixed = [...project.processes.values()].flatMap(({ ports }) => ports.flatMap(fixedNumber));
    const taken = new Set([...listening, ...fixed, ...this.#picked.values()]);
    const first = hash(`${project.directory}\0${key}`);
    for (let step = 0; step < AUTO_COUNT; step++) {
      const port = FIRST_AUTO + ((first + step) % AUTO_COUNT);
      if (taken.has(port)) continue;
      this.#picked.set(key, port);
      return port;
    }
    throw new Error(`Internal error: all ports from ${FIRST_AUTO} to ${FIRST_AUTO + AUTO_COUNT} are taken`);
  }

  #variablesOfOthers(spec: ProcessSpec): ReadonlyMap<string, string> {
    const { declared, processes } = this.#options.project();
    const graph = this.#dependencies();
    const own = spec.replica?.set ?? spec.name;
    const variables = new Map<string, string>();
    if (graph === null) return variables;
    for (const name of withDependencies([own], graph)) {
      if (name === own || (declared.get(name)?.spec.ports.length ?? 0) === 0) continue;
      const specs = processesNamed(name, declared).flatMap((process) => processes.get(process) ?? []);
      const all = specs.map((other) => this.of(other));
      // A set is named as a whole, and its replicas one by one.
      if (declared.get(name)?.replicas !== null) {
        variables.set(portVariable(name), all.map(([first = 0]) => first).join(','));
      }
      for (const [index, { name: process }] of specs.entries()) {
        for (const [variable, port] of portVariables(portVariable(process), all[index] ?? [])) {
          variables.set(variable, port);
        }
      }
    }
    return variables;
  }

  /** Who depends on whom, by the names written; null when nobody has a port, lest a thousand starts pay for it. */
  #dependencies(): DependencyGraph | null {
    const project = this.#options.project();
    if (this.#graphOf !== project) {
      const specs = [...project.declared.values()].map(({ spec }) => spec);
      const hasPorts = specs.some(({ ports }) => ports.length > 0);
      this.#graphOf = project;
      this.#graph = hasPorts
        ? new Map(specs.map(({ name, dependsOn }) => [name, dependsOn.map(({ process }) => process)]))
        : null;
    }
    return this.#graph;
  }

  #taken({ host, port }: { readonly host: string | null; readonly port: number }, listener: Listener): PortTaken {
    const found = this.#options.system.holderOf(listener);
    const holder: PortHolder | null = found && { ...found, process: this.#options.ownerOf(found.pid) };
    return { reason: 'port-taken', host, port, holder };
  }
}

function keyOf(name: string, index: number): string {
  return `${name}#${index}`;
}

function fixedNumber(port: PortSpec): readonly number[] {
  return port.kind === 'fixed' ? [port.port] : [];
}

/** Whether a listener is where somebody wants to listen. */
function isInTheWay(
  listener: Listener,
  { host, port }: { readonly host: string | null; readonly port: number },
): boolean {
  if (listener.port !== port) return false;
  // `::` takes the addresses of IPv4 along, unless it says not to, which nobody can see.
  if (host === null || listener.address === '0.0.0.0' || listener.address === '::') return true;
  const hosts = host === 'localhost' ? ['127.0.0.1', '::1'] : [canonical(host)];
  return hosts.includes(listener.address);
}

/** FNV-1a of a text, less than the number of ports to choose from. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value % AUTO_COUNT;
}
