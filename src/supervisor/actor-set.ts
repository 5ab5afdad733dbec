import { type DependencyGraph, dependentsOf } from '../model/dependency-graph.ts';
import type { ProcessSpec } from '../model/process-spec.ts';
import type { ProcessInfo, StatusCause } from '../model/process-status.ts';
import type { ProjectSpec } from '../model/project-spec.ts';
import { verdictOn } from './dependency-verdict.ts';
import { Holds } from './holds.ts';
import { ProcessActor } from './process-actor.ts';
import type { Gate, ProcessState, Verdict } from './process-state.ts';
import { graphOf } from './project-view.ts';
import { isAnotherRun, restartWith } from './restart-with.ts';
import type { SupervisorOptions } from './supervisor-options.ts';

/** The actors of a project, and what each of them hears of the others: whether it may start, and that one has changed. */
export class ActorSet {
  /** What is being restarted and removed, and holds others up. */
  readonly holds = new Holds();
  readonly #options: SupervisorOptions;
  #actors = new Map<string, ProcessActor>();
  #graph: DependencyGraph = new Map();
  #dependents: ReadonlyMap<string, readonly string[]> = new Map();
  #closing = false;
  #projectExited = false;

  constructor(project: ProjectSpec, options: SupervisorOptions) {
    this.#options = options;
    for (const spec of project.processes.values()) this.#actors.set(spec.name, this.#actorFor(spec));
    this.adopt(project);
  }

  /** In the order of the project; those that are being removed come last. */
  get all(): ReadonlyMap<string, ProcessActor> {
    return this.#actors;
  }

  /** Who depends on whom, without those that are being removed. */
  get graph(): DependencyGraph {
    return this.#graph;
  }

  /** @returns undefined for a name that is not supervised. */
  get(name: string): ProcessActor | undefined {
    return this.#actors.get(name);
  }

  /** Names of the processes that depend on it directly. */
  dependentsOf(name: string): readonly string[] {
    return this.#dependents.get(name) ?? [];
  }

  /** The project is being shut down: nothing is restarted any more because another has been. */
  close(): void {
    this.#closing = true;
  }

  /** Takes in processes that a reload has added. */
  add(specs: readonly ProcessSpec[]): void {
    for (const spec of specs) {
      const actor = this.#actorFor(spec);
      this.#actors.set(spec.name, actor);
      this.#options.onEvent({ type: 'ProcessStateChanged', previous: null, process: actor.info });
    }
  }

  /** Lets go of one whose actor has ended. */
  forget(name: string, actor: ProcessActor): void {
    actor.releaseOutputs();
    this.#actors.delete(name);
    this.#options.onEvent({ type: 'ProcessRemoved', name });
  }

  /** Goes by the order and the dependencies of another project; what that has not comes last. */
  adopt(project: ProjectSpec): void {
    const known = (name: string) => project.processes.has(name);
    this.#graph = graphOf(project);
    this.#dependents = dependentsOf(this.#graph);
    const inOrder = [...project.processes.keys()].flatMap((name) => {
      const actor = this.#actors.get(name);
      return actor === undefined ? [] : [[name, actor] as const];
    });
    this.#actors = new Map([...inOrder, ...[...this.#actors].filter(([name]) => !known(name))]);
  }

  #actorFor(spec: ProcessSpec): ProcessActor {
    const { clock, random, spawnChild, openNotifySocket, readEnvironment, emit, onRunFailed } = this.#options;
    return new ProcessActor(spec, {
      clock,
      random,
      spawnChild,
      openNotifySocket,
      readEnvironment,
      emit,
      onRunFailed,
      verdict: (current, gate, waitedMs) => this.#verdict(current, gate, waitedMs),
      onChange: (name, shown) => this.#changed(name, shown),
      treeMemory: this.#options.treeMemory ?? (() => 0),
      onTerminal: this.#options.onTerminal ?? (() => undefined),
      onRun: this.#options.onRun ?? (() => undefined),
      onProbe: this.#options.onProbe ?? (() => undefined),
      onEndedForGood: (current, state) => this.#endedForGood(current, state),
    });
  }

  #verdict({ name, dependsOn }: ProcessSpec, gate: Gate, waitedMs: number): Verdict {
    const leaving = this.holds.leavingBefore(name);
    if (leaving.length > 0) return { kind: 'waiting', waitingFor: leaving.map((other) => `${other} to be removed`) };
    return verdictOn(dependsOn, gate, waitedMs, (dependency) => {
      const actor = this.#actors.get(dependency);
      if (actor === undefined) return null;
      const coming = actor.coming || this.holds.isTurning(name, dependency);
      return { spec: actor.spec, state: actor.state, coming };
    });
  }

  #changed(name: string, shown: ProcessInfo | null): void {
    const process = this.#actors.get(name)?.info;
    if (process !== undefined && shown !== null) {
      this.#options.onEvent({ type: 'ProcessStateChanged', previous: shown.status, process });
    }
    const dependents = this.dependentsOf(name).flatMap((dependent) => this.#actors.get(dependent) ?? []);
    for (const { connection } of dependents) connection.lookAgain();
    if (process !== undefined && shown !== null && isAnotherRun(shown, process) && !this.#closing) {
      restartWith(name, dependents);
    }
  }

  #endedForGood({ name, exitProject }: ProcessSpec, { phase, exit }: ProcessState): void {
    if (exitProject === 'never' || (exitProject === 'on-failure' && phase.kind === 'completed')) return;
    if (this.#projectExited) return;
    this.#projectExited = true;
    this.#options.onExitProject(name, hasNoExit(phase) ? null : exit);
  }
}

/** Whether a process crashed in another way than by its own exit. */
function hasNoExit(phase: ProcessState['phase']): boolean {
  return phase.kind === 'crashed' && NOT_ITS_OWN_EXIT.has(phase.cause.reason);
}

const NOT_ITS_OWN_EXIT: ReadonlySet<StatusCause['reason']> = new Set(['spawn-failed', 'probe-failed', 'memory-limit']);
