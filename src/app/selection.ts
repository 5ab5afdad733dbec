import { withDependencies } from '../model/dependency-graph.ts';
import type { UnknownProcess } from '../model/failure.ts';
import type { ProcessSpec } from '../model/process-spec.ts';
import type { ProjectSpec } from '../model/project-spec.ts';
import { ok, type Result } from '../model/result.ts';
import { resolveTargets, targetable } from './targets.ts';

/** Which part of the project a session was asked to run: `pom up [NAME…] [--no-deps]`. */
export interface Selection {
  /** Names or globs; empty: everything that starts by itself. */
  readonly targets: readonly string[];
  /** False: the chosen processes do not wait for, or start, what they depend on. */
  readonly dependencies: boolean;
}

/**
 * The project as the selection sees it: what was not asked for is still defined, and starts only by name.
 *
 * A selection is a change to the specs and not a list kept beside them, so that a reload, which compares specs, honours
 * it without knowing of it.
 */
export function select(project: ProjectSpec, selection: Selection): Result<ProjectSpec, UnknownProcess> {
  if (selection.targets.length === 0) {
    return ok(selection.dependencies ? project : mapProcesses(project, withoutDependencies));
  }
  const resolved = resolveTargets(selection.targets, targetable(project));
  if (!resolved.ok) return resolved;
  const named = new Set(resolved.value);
  const graph = new Map([...project.processes].map(([name, spec]) => [name, spec.dependsOn.map((d) => d.process)]));
  const chosen = new Set(selection.dependencies ? withDependencies(named, graph) : named);
  return ok(
    mapProcesses(project, (spec) => {
      if (!chosen.has(spec.name)) return { ...spec, autostart: false };
      // Asking for a process by name turns its profile on, as docker compose does.
      const asked = named.has(spec.name) ? { ...spec, autostart: true, enabled: true } : spec;
      return selection.dependencies ? asked : withoutDependencies(asked);
    }),
  );
}

function withoutDependencies(spec: ProcessSpec): ProcessSpec {
  return { ...spec, dependsOn: [] };
}

function mapProcesses(project: ProjectSpec, change: (spec: ProcessSpec) => ProcessSpec): ProjectSpec {
  return { ...project, processes: new Map([...project.processes].map(([name, spec]) => [name, change(spec)])) };
}
