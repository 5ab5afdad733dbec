import { diffProjects, type LoadedProject, type RefusedProject, type VariablePlaces } from '../config/index.ts';
import type { Outcome } from '../model/control.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Failure, UnknownProcess } from '../model/failure.ts';
import type { ProjectSpec } from '../model/project-spec.ts';
import { type ReloadPlan, type ReloadSummary, summarize } from '../model/reload-plan.ts';
import { MOST_REPLICAS } from '../model/replicas.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { ServerEvent } from '../model/server-event.ts';
import { closest } from '../util/closest.ts';
import { ReplicaWishes } from './replica-wishes.ts';

export interface ReloaderOptions {
  /** Reads the configuration afresh. */
  readonly load: () => Result<LoadedProject, RefusedProject>;
  /**
   * The part of a project that the session runs; `unknown-process` when it no longer has what the session was asked to
   * run.
   */
  readonly select: (project: ProjectSpec) => Result<ProjectSpec, UnknownProcess>;
  /** Carries a plan out; resolves when it has been. */
  readonly apply: (plan: ReloadPlan) => Promise<readonly Outcome[]>;
  /** The files that a change in may make a reload worthwhile; called with each load. Absolute. */
  readonly onSources: (sources: readonly string[]) => void;
  readonly onEvent: (event: ServerEvent) => void;
}

/**
 * Reload is load, diff, apply; one at a time. A configuration with mistakes changes nothing and is remembered until a
 * good one is loaded. To scale is the same, with what was loaded last and another number of replicas.
 */
export class Reloader {
  readonly #options: ReloaderOptions;
  readonly #wishes = new ReplicaWishes();
  /** As the files had it. */
  #loaded: LoadedProject;
  #project: ProjectSpec;
  #rejected: RefusedProject | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #queued: Promise<Result<ReloadSummary, Failure>> | null = null;

  /** @param running what of it the session was started with. */
  constructor(loaded: LoadedProject, running: ProjectSpec, options: ReloaderOptions) {
    this.#loaded = loaded;
    this.#project = running;
    this.#options = options;
  }

  /** The configuration that is running. */
  get project(): ProjectSpec {
    return this.#project;
  }

  /** Where its variables are written. */
  get variablePlaces(): VariablePlaces {
    return this.#loaded.variablePlaces;
  }

  /** What there was to warn of in the configuration that is running. */
  get warnings(): readonly Diagnostic[] {
    return this.#loaded.warnings;
  }

  /** The configuration in the files, when it has mistakes; null when it is the one that is running. */
  get rejected(): RefusedProject | null {
    return this.#rejected;
  }

  /** What a reload would do. */
  async plan(): Promise<Result<ReloadSummary, Failure>> {
    const read = this.read();
    return read.ok ? ok(summarize(read.value)) : read;
  }

  /** The same in full, from the files as they are. */
  read(): Result<ReloadPlan, RefusedProject | UnknownProcess> {
    const loaded = this.#options.load();
    if (!loaded.ok) return loaded;
    const project = this.#view(loaded.value);
    return project.ok ? ok(diffProjects(this.project, project.value)) : project;
  }

  /** Requests that come while a reload is under way share the next one: it reads the files after all of them. */
  reload(): Promise<Result<ReloadSummary, Failure>> {
    this.#queued ??= this.#last.then(() => {
      this.#queued = null;
      return this.#reload();
    });
    this.#last = this.#queued;
    return this.#queued;
  }

  /**
   * Has a replica set run as so many processes, until its `replicas` is edited: adds and removes the last ones and
   * touches no other.
   *
   * @returns what became of those that were added and removed.
   */
  scale(set: string, replicas: number): Promise<Result<readonly Outcome[], Failure>> {
    const scaled = this.#last.then(() => this.#scale(set, replicas));
    this.#last = scaled;
    return scaled;
  }

  async #reload(): Promise<Result<ReloadSummary, Failure>> {
    const loaded = this.#options.load();
    if (!loaded.ok) {
      this.#refuse(loaded.failure);
      return loaded;
    }
    const project = this.#view(loaded.value);
    if (!project.ok) return project;
    const plan = diffProjects(this.project, project.value);
    this.#rejected = null;
    this.#loaded = loaded.value;
    this.#wishes.forgetEdited(loaded.value.project);
    this.#options.onSources(project.value.sources);
    const outcomes = await this.#apply(plan);
    const error = outcomes.find((outcome) => !outcome.ok)?.error ?? null;
    return error === null ? ok(summarize(plan)) : err(error);
  }

  async #scale(set: string, replicas: number): Promise<Result<readonly Outcome[], Failure>> {
    const { declared } = this.#loaded.project;
    const refusal = refusalToScale(set, replicas, declared);
    if (refusal !== null) return err(refusal);
    const before = this.#project.declared.get(set)?.replicas ?? 0;
    const written = declared.get(set)?.replicas ?? 0;
    this.#wishes.add(set, replicas, written);
    const project = this.#view(this.#loaded);
    if (!project.ok) {
      this.#wishes.add(set, before, written);
      return project;
    }
    const plan = diffProjects(this.project, project.value);
    const outcomes = await this.#apply(plan);
    const turned = [...plan.added.map(({ name }) => name), ...plan.removed];
    // Nothing is said of one that is not to start with the project.
    const idle = (name: string): Outcome => ({ name, ok: true, status: 'stopped', error: null });
    return ok(turned.map((name) => outcomes.find((outcome) => outcome.name === name) ?? idle(name)));
  }

  /** What the session runs of a configuration. */
  #view({ project }: LoadedProject): Result<ProjectSpec, UnknownProcess> {
    return this.#options.select(this.#wishes.applyTo(project));
  }

  async #apply(plan: ReloadPlan): Promise<readonly Outcome[]> {
    this.#project = plan.next;
    const outcomes = await this.#options.apply(plan);
    this.#options.onEvent({ type: 'ConfigReloaded', plan: summarize(plan) });
    return outcomes;
  }

  #refuse(rejected: RefusedProject): void {
    const { diagnostics, sources } = rejected;
    this.#rejected = rejected;
    this.#options.onSources([...new Set([...this.project.sources, ...sources])]);
    this.#options.onEvent({ type: 'ConfigRejected', diagnostics });
  }
}

/** Why a name cannot be scaled; null when it can. */
function refusalToScale(name: string, replicas: number, declared: ProjectSpec['declared']): Failure | null {
  const process = declared.get(name);
  if (process === undefined) {
    const sets = [...declared].flatMap(([set, other]) => (other.replicas === null ? [] : [set]));
    return { reason: 'unknown-process', name, suggestion: closest(name, sets) };
  }
  if (process.replicas === null) {
    const detail = `"${name}" is one process and not a replica set; write "replicas: 1" in it, and it can be scaled`;
    return { reason: 'bad-request', detail };
  }
  if (replicas <= MOST_REPLICAS) return null;
  return { reason: 'bad-request', detail: `"${name}" may have at most ${MOST_REPLICAS} replicas` };
}
