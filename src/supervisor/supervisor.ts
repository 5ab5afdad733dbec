import type { Outcome } from '../model/control.ts';
import type { DependencyGraph } from '../model/dependency-graph.ts';
import type { SignalName } from '../model/exit.ts';
import type { Failure } from '../model/failure.ts';
import type { ProbeRecord } from '../model/probe-spec.ts';
import type { Command, ProcessSpec } from '../model/process-spec.ts';
import type { ProcessInfo, RunRecord, StatusCause } from '../model/process-status.ts';
import type { ProjectSpec } from '../model/project-spec.ts';
import type { ReloadPlan } from '../model/reload-plan.ts';
import { ActorSet } from './actor-set.ts';
import type { Child } from './child.ts';
import type { Hold } from './holds.ts';
import type { ProbeAnswer } from './probe/probe-answer.ts';
import { type Gate, hasGroup } from './process-state.ts';
import { alsoStarted, startsWithProject, withMissingDependencies } from './project-view.ts';
import { endInReverse } from './stop-order.ts';
import type { SupervisorOptions } from './supervisor-options.ts';
import type { ProcessTerminal } from './terminal/process-terminal.ts';
import { updateSpec } from './update-spec.ts';

/** What is known of one process. */
export interface SupervisorReport {
  readonly process: ProcessInfo;
  readonly spec: ProcessSpec;
  /** The last hundred, oldest first. */
  readonly runs: readonly RunRecord[];
  /** The last twenty, oldest first. */
  readonly probes: readonly ProbeRecord[];
  /** What the current or last run has said of itself by sd_notify. */
  readonly says: string | null;
  /** Names of the processes that depend on it directly. */
  readonly dependents: readonly string[];
}

/**
 * The set of processes: an actor for each, and what concerns more than one of them: dependencies and order.
 *
 * Every verb may be used at any time, and its promise always resolves; the last wish about a process counts. Stopping a
 * process leaves those that depend on it alone.
 */
export class Supervisor {
  readonly #actors: ActorSet;
  #closing = false;

  /** Nothing runs until `start`. */
  constructor(project: ProjectSpec, options: SupervisorOptions) {
    this.#actors = new ActorSet(project, options);
  }

  /** In the order of the project, as of now. */
  list(): readonly ProcessInfo[] {
    return [...this.#actors.all.values()].map(({ info }) => info);
  }

  /** @returns null for a name that is not supervised. */
  report(name: string): SupervisorReport | null {
    const actor = this.#actors.get(name);
    if (actor === undefined) return null;
    const { info, spec, runs, probes, says } = actor;
    return { process: info, spec, runs, probes, says, dependents: this.#actors.dependentsOf(name) };
  }

  /** Its child, until its group is gone. */
  child(name: string): Child | null {
    return this.#actors.get(name)?.child ?? null;
  }

  /** @returns null when it has none. */
  terminal(name: string): ProcessTerminal | null {
    const actor = this.#actors.get(name);
    return actor?.spec.tty ? actor.terminal : null;
  }

  /** What a start of `names` with their dependencies would start besides, for each of them. */
  alsoStarted(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
    return alsoStarted(names, this.#actors.all);
  }

  /**
   * Starts processes; one that runs is left alone.
   *
   * @param names null: every process that is to be started with the project and has not ended well. Those that are named
   * are run now, whatever their schedule, unless `onSchedule`; all others wait for their time.
   * @param options `dependencies`: start what they need as well, unless no profile of it is on. Without it they wait
   * for each other and for nothing else.
   * @returns when each has been spawned, or cannot be as things stand.
   */
  async start(
    names: readonly string[] | null,
    options: { readonly dependencies: boolean; readonly onSchedule?: boolean },
  ): Promise<readonly Outcome[]> {
    const targets = names ?? this.#startedWithProject();
    if (this.#closing) return targets.map((name) => this.#refusal(name, SHUTTING_DOWN));
    const gate: Gate = options.dependencies ? 'all' : new Set(targets);
    const needed = options.dependencies ? withMissingDependencies(targets, this.#actors.all) : targets;
    const answers = new Map(
      needed.map((name) => {
        const onSchedule = options.onSchedule === true || names === null || !names.includes(name);
        return [name, this.#actors.get(name)?.connection.send({ type: 'Start', gate, onSchedule })];
      }),
    );
    return this.#outcomes(targets, (name) => answers.get(name)?.done);
  }

  /** Stops processes in reverse dependency order among them. @returns when nothing of them is left, or will not go. */
  async stop(names: readonly string[]): Promise<readonly Outcome[]> {
    const outcomes = new Map<string, Promise<Outcome>>();
    const stopNow = (name: string): Promise<Outcome> | undefined => {
      const outcome = outcomes.get(name) ?? this.#actors.get(name)?.connection.send({ type: 'Stop' }).done;
      if (outcome !== undefined) outcomes.set(name, outcome);
      return outcome;
    };
    // Nobody depends on what has no child: its wish to start ends at once, whoever else is still being stopped.
    for (const name of names) if (!this.#hasGroup(name)) stopNow(name);
    await endInReverse(new Set(names), this.#actors.graph, async (name) => stopNow(name));
    return this.#outcomes(names, stopNow);
  }

  /**
   * Stops processes in reverse dependency order among them and starts them again in dependency order; those that do not
   * run are started. They wait for each other and for nothing else, but for what has been waiting since its start.
   *
   * @param why what they are restarted for, where that is more than somebody's wish: their runs tell it.
   * @returns when each has been spawned, or cannot be as things stand.
   */
  async restart(names: readonly string[], why: StatusCause | null = null): Promise<readonly Outcome[]> {
    if (this.#closing) return names.map((name) => this.#refusal(name, SHUTTING_DOWN));
    const targets = new Set(names);
    const hold: Hold = { waiters: targets, turning: new Set(targets), leaving: new Set() };
    const done = await this.#turnOver(hold, this.#actors.graph, new Map(), why);
    return this.#outcomes(names, (name) => done.get(name));
  }

  /** Runs a command beside the run of a process, where that was spawned. @returns null when there is no run. */
  runBeside(name: string, command: Command, signal: AbortSignal): Promise<ProbeAnswer> | null {
    return this.#actors.get(name)?.runBeside(command, signal) ?? null;
  }

  /** Sends a signal to the groups of those that have one. */
  signal(names: readonly string[], signal: SignalName): readonly Outcome[] {
    return names.map((name) => {
      const actor = this.#actors.get(name);
      if (actor?.signal(signal) !== true) return this.#refusal(name, { reason: 'process-not-running', name });
      return { name, ok: true, status: actor.info.status, error: null };
    });
  }

  /**
   * Goes over to another configuration: removed processes are stopped and forgotten, changed ones restarted or told,
   * added ones started; the others are not touched. A changed process that is not wanted stays as it is. Plans are
   * applied one at a time: the next one has to be made from the configuration that this one leads to.
   *
   * @returns when that is done. One that waits for a dependency counts as done.
   */
  async apply(plan: ReloadPlan): Promise<readonly Outcome[]> {
    if (this.#closing) return [];
    const before = this.#actors.graph;
    const replaced = new Map<string, ProcessSpec>();
    const outcomes = new Map<string, Promise<Outcome>>();
    for (const { spec, action } of plan.changed) {
      const actor = this.#actors.get(spec.name);
      if (actor === undefined) continue;
      if (action === 'restart' && spec.enabled && (actor.state.wanted === 'up' || actor.coming)) {
        replaced.set(spec.name, spec);
      } else {
        outcomes.set(spec.name, updateSpec(actor, spec));
      }
    }
    this.#actors.add(plan.added);
    this.#actors.adopt(plan.next);

    const added = plan.added.map(({ name }) => name);
    const turned = this.#turnOver(
      {
        waiters: new Set([...added, ...replaced.keys()]),
        turning: new Set(replaced.keys()),
        leaving: new Set(plan.removed),
      },
      before,
      replaced,
      null,
    );
    const startable = plan.added.filter(startsWithProject).map(({ name }) => name);
    const needed = new Set([
      ...withMissingDependencies(startable, this.#actors.all),
      ...withMissingDependencies([...replaced.keys()], this.#actors.all).filter((name) => added.includes(name)),
    ]);
    for (const name of needed) {
      const answer = this.#actors.get(name)?.connection.send({ type: 'Start', gate: 'all', onSchedule: true });
      if (answer !== undefined) outcomes.set(name, answer.done);
    }
    for (const [name, done] of await turned) outcomes.set(name, done);
    return Promise.all([...outcomes].map(([name, done]) => this.#unlessItWaits(name, done)));
  }

  /** Stops everything in reverse dependency order, gives up pipes that strangers still hold, and ends the actors. */
  async shutdown(): Promise<readonly Outcome[]> {
    this.#closing = true;
    this.#actors.close();
    const leaving = [...this.#actors.all].filter(([name]) => !this.#actors.graph.has(name));
    const outcomes = await this.stop([...this.#actors.graph.keys()]);
    // What a reload is removing has been told to stop already.
    await Promise.all(leaving.map(([, { handle }]) => handle));
    for (const actor of this.#actors.all.values()) {
      actor.releaseOutputs();
      actor.retire();
    }
    return outcomes;
  }

  /** SIGKILL to every group, now. What waits for them to end is still answered. */
  kill(): void {
    for (const actor of this.#actors.all.values()) actor.kill();
  }

  #startedWithProject(): readonly string[] {
    return [...this.#actors.all.values()]
      .filter(({ spec, state }) => startsWithProject(spec) && state.phase.kind !== 'completed')
      .map(({ spec }) => spec.name);
  }

  /**
   * Brings down what turns and what leaves, in reverse order, and lets what turns begin again.
   *
   * @returns when all are down: the restarts' outcomes and the removals'.
   */
  async #turnOver(
    hold: Hold,
    graph: DependencyGraph,
    specs: ReadonlyMap<string, ProcessSpec>,
    why: StatusCause | null,
  ): Promise<ReadonlyMap<string, Promise<Outcome>>> {
    const outcomes = new Map<string, Promise<Outcome>>();
    const names = new Set([...hold.turning, ...hold.leaving]);
    const wishedAt = new Map([...names].map((name) => [name, this.#actors.get(name)?.connection.now]));
    this.#actors.holds.place(hold);
    await endInReverse(names, graph, async (name) => {
      const actor = this.#actors.get(name);
      if (actor === undefined) return;
      if (hold.leaving.has(name)) {
        const { done } = actor.connection.send({ type: 'Shutdown' });
        outcomes.set(name, done);
        await actor.handle;
        this.#actors.forget(name, actor);
        hold.leaving.delete(name);
        for (const waiter of hold.waiters) this.#actors.get(waiter)?.connection.lookAgain();
      } else {
        const restart = { type: 'Restart', gate: hold.waiters, spec: specs.get(name) ?? null, why } as const;
        const { down, done } = actor.connection.send(restart, wishedAt.get(name));
        outcomes.set(name, done);
        hold.turning.delete(name);
        await down;
      }
    });
    this.#actors.holds.lift(hold);
    return outcomes;
  }

  /** What waits for a dependency may do so for long; whoever asked for a reload should not have to. */
  async #unlessItWaits(name: string, done: Promise<Outcome>): Promise<Outcome> {
    const response = await this.#actors.get(name)?.connection.ask({ type: 'GetStatus' });
    return response?.type === 'Status' && response.info.status === 'pending'
      ? { name, ok: true, status: 'pending', error: null }
      : done;
  }

  #outcomes(
    names: readonly string[],
    outcomeOf: (name: string) => Promise<Outcome> | undefined,
  ): Promise<readonly Outcome[]> {
    return Promise.all(
      names.map(
        (name) => outcomeOf(name) ?? this.#refusal(name, { reason: 'unknown-process', name, suggestion: null }),
      ),
    );
  }

  #refusal(name: string, error: Failure): Outcome {
    return { name, ok: false, status: this.#actors.get(name)?.info.status ?? 'stopped', error };
  }

  #hasGroup(name: string): boolean {
    const actor = this.#actors.get(name);
    return actor !== undefined && hasGroup(actor.state);
  }
}

const SHUTTING_DOWN: Failure = { reason: 'operation-failed', detail: 'the project is being shut down' };
