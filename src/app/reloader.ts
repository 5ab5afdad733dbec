import { diffProjects, type LoadedProject, type RefusedProject } from '../config/index.ts';
import type { Outcome } from '../model/control.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Failure, UnknownProcess } from '../model/failure.ts';
import type { ProjectSpec } from '../model/project-spec.ts';
import { type ReloadPlan, type ReloadSummary, summarize } from '../model/reload-plan.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { ServerEvent } from '../model/server-event.ts';

/** The configuration as the files say now; `unknown-process` when they no longer have what the session was asked to run. */
export type LoadResult = Result<LoadedProject, RefusedProject | UnknownProcess>;

export interface ReloaderOptions {
  /** Reads the configuration afresh. */
  readonly load: () => LoadResult;
  /** Carries a plan out; resolves when it has been. */
  readonly apply: (plan: ReloadPlan) => Promise<readonly Outcome[]>;
  /** The files that a change in may make a reload worthwhile; called with each load. Absolute. */
  readonly onSources: (sources: readonly string[]) => void;
  readonly onEvent: (event: ServerEvent) => void;
}

/**
 * Reload is load, diff, apply; one at a time. A configuration with mistakes changes nothing and is remembered until a
 * good one is loaded.
 */
export class Reloader {
  readonly #options: ReloaderOptions;
  #running: LoadedProject;
  #rejected: readonly Diagnostic[] | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #queued: Promise<Result<ReloadSummary, Failure>> | null = null;

  /** @param running what the session was started with. */
  constructor(running: LoadedProject, options: ReloaderOptions) {
    this.#running = running;
    this.#options = options;
  }

  /** The configuration that is running. */
  get project(): ProjectSpec {
    return this.#running.project;
  }

  /** What there was to warn of in the configuration that is running. */
  get warnings(): readonly Diagnostic[] {
    return this.#running.warnings;
  }

  /** The mistakes of the configuration in the files; null when it is the one that is running. */
  get rejected(): readonly Diagnostic[] | null {
    return this.#rejected;
  }

  /** What a reload would do. */
  async plan(): Promise<Result<ReloadSummary, Failure>> {
    const loaded = this.#options.load();
    return loaded.ok ? ok(summarize(diffProjects(this.project, loaded.value.project))) : loaded;
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

  async #reload(): Promise<Result<ReloadSummary, Failure>> {
    const loaded = this.#options.load();
    if (!loaded.ok) {
      this.#refuse(loaded.failure);
      return loaded;
    }
    const { project } = loaded.value;
    const plan = diffProjects(this.project, project);
    this.#rejected = null;
    this.#running = loaded.value;
    this.#options.onSources(project.sources);
    const outcomes = await this.#options.apply(plan);
    const summary = summarize(plan);
    this.#options.onEvent({ type: 'ConfigReloaded', plan: summary });
    const error = outcomes.find((outcome) => !outcome.ok)?.error ?? null;
    return error === null ? ok(summary) : err(error);
  }

  #refuse(failure: RefusedProject | UnknownProcess): void {
    if (failure.reason !== 'invalid-config') return;
    const { diagnostics, sources } = failure;
    this.#rejected = diagnostics;
    this.#options.onSources([...new Set([...this.project.sources, ...sources])]);
    this.#options.onEvent({ type: 'ConfigRejected', diagnostics });
  }
}
