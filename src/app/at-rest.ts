import {
  explainEnvironment,
  type LoadedProject,
  loadProject,
  readEnvironment,
  type VariablePlaces,
} from '../config/index.ts';
import type { GraphNode } from '../model/dependency-tree.ts';
import { type EnvironmentVariable, type ExplainedVariable, variablesOf } from '../model/environment.ts';
import type { Failure } from '../model/failure.ts';
import type { ProcessSpec } from '../model/process-spec.ts';
import { neverRun, type ProcessInfo } from '../model/process-status.ts';
import type { ProjectSpec } from '../model/project-spec.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { WhyAnswer } from '../model/why.ts';
import { explainAtRest } from '../model/why-chain.ts';
import { resolveTargets, targetable } from './targets.ts';

/** A project that no session runs: questions about it are answered from its files. */
export interface ProjectAtRest {
  /** Absolute, the main file first. */
  readonly files: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** File names in messages are relative to this directory. Absolute. */
  readonly displayFrom: string;
}

/** What `pom ps` shows when nothing runs. @param targets names or globs; empty: all. */
export function processesAtRest(
  project: ProjectAtRest,
  targets: readonly string[],
): Result<readonly ProcessInfo[], Failure> {
  const loaded = load(project);
  if (!loaded.ok) return loaded;
  const resolved = resolveTargets(targets, targetable(loaded.value));
  if (!resolved.ok) return resolved;
  const chosen = new Set(resolved.value);
  return ok(
    [...loaded.value.processes.values()]
      .filter(({ name }) => chosen.has(name))
      .map(({ name, replica, enabled }) => ({
        ...neverRun(name, enabled ? 'stopped' : 'disabled'),
        replicaOf: replica?.set ?? null,
      })),
  );
}

/** Why a process does not run: the one thing that there is to say without a session. */
export function whyAtRest(project: ProjectAtRest, name: string): Result<WhyAnswer, Failure> {
  const found = findAtRest(project, name);
  return found.ok ? ok(explainAtRest(found.value.spec)) : found;
}

/** What a run of the process would have, but for the `POM_*` variables, which only a session can say. */
export function environmentAtRest(
  project: ProjectAtRest,
  name: string,
): Result<readonly EnvironmentVariable[], Failure> {
  const found = findAtRest(project, name);
  if (!found.ok) return found;
  const read = readEnvironment(found.value.spec.environment, variablesOf(project.environment));
  return read.ok ? ok([...read.value.values()]) : read;
}

/** The same, with everything that was said of each variable. */
export function explainedEnvironmentAtRest(
  project: ProjectAtRest,
  name: string,
): Result<readonly ExplainedVariable[], Failure> {
  const found = findAtRest(project, name);
  if (!found.ok) return found;
  const { spec, places } = found.value;
  return explainEnvironment(spec.environment, variablesOf(project.environment), places);
}

/** Who depends on whom, as the files say. */
export function graphAtRest(project: ProjectAtRest): Result<readonly GraphNode[], Failure> {
  const loaded = load(project);
  if (!loaded.ok) return loaded;
  return ok([...loaded.value.processes.values()].map(({ name, dependsOn }) => ({ name, status: null, dependsOn })));
}

interface FoundAtRest {
  readonly spec: ProcessSpec;
  readonly places: VariablePlaces;
}

/** @param name of a process, or what stands for one: the first of a set. */
function findAtRest(project: ProjectAtRest, name: string): Result<FoundAtRest, Failure> {
  const loaded = loadAtRest(project);
  if (!loaded.ok) return loaded;
  const { project: spec, variablePlaces } = loaded.value;
  const resolved = resolveTargets([name], targetable(spec));
  if (!resolved.ok) return resolved;
  const found = spec.processes.get(resolved.value[0] ?? name);
  return found === undefined
    ? err({ reason: 'unknown-process', name, suggestion: null })
    : ok({ spec: found, places: variablePlaces });
}

function load(project: ProjectAtRest): Result<ProjectSpec, Failure> {
  const loaded = loadAtRest(project);
  return loaded.ok ? ok(loaded.value.project) : loaded;
}

function loadAtRest({ files, environment, displayFrom }: ProjectAtRest): Result<LoadedProject, Failure> {
  return loadProject({ files, profiles: [], environment: variablesOf(environment), displayFrom });
}
