import { explainEnvironment, overridden, readEnvironment, type VariablePlaces } from '../config/index.ts';
import type { EnvironmentVariable, ExplainedVariable } from '../model/environment.ts';
import type { EnvironmentFailure } from '../model/failure.ts';
import type { ProcessSpec } from '../model/process-spec.ts';
import { ok, type Result } from '../model/result.ts';
import { findAccount } from '../supervisor/account.ts';

/** The session that a run belongs to. */
export interface RunSurroundings {
  readonly project: string;
  readonly socketPath: string;
  /** What the session itself was started with. */
  readonly inherited: ReadonlyMap<string, string>;
  /** Its own and those of the processes that it depends on. */
  readonly ports: ReadonlyMap<string, string>;
}

/** Everything a run gets: what the configuration says, read afresh, and the `POM_*` variables over it. */
export function environmentOfRun(
  spec: ProcessSpec,
  run: number,
  surroundings: RunSurroundings,
): Result<readonly EnvironmentVariable[], EnvironmentFailure> {
  const read = readEnvironment(spec.environment, bottomOf(surroundings));
  if (!read.ok) return read;
  const variables = new Map(read.value);
  for (const variable of overlayOf(spec, run, surroundings)) variables.set(variable.name, variable);
  return ok([...variables.values()]);
}

/** The same, with everything that was said of each variable, and those that were taken away. */
export function explainedEnvironmentOfRun(
  spec: ProcessSpec,
  run: number,
  surroundings: RunSurroundings,
  places: VariablePlaces,
): Result<readonly ExplainedVariable[], EnvironmentFailure> {
  const explained = explainEnvironment(spec.environment, bottomOf(surroundings), places);
  if (!explained.ok) return explained;
  const variables = new Map(explained.value.map((variable) => [variable.name, variable]));
  for (const { name, value, origin } of overlayOf(spec, run, surroundings)) {
    variables.set(name, overridden(variables.get(name), name, { value, origin, place: null }));
  }
  return ok([...variables.values()]);
}

/** What the layers of a spec stand on: its `env` may speak of ports. */
function bottomOf({ inherited, ports }: RunSurroundings): ReadonlyMap<string, string> {
  return ports.size === 0 ? inherited : new Map([...inherited, ...ports]);
}

/** What pom sets, whatever the configuration says. */
function overlayOf(
  spec: ProcessSpec,
  run: number,
  { project, socketPath, ports }: RunSurroundings,
): readonly EnvironmentVariable[] {
  const account = spec.user === null ? null : findAccount(spec.user);
  const user = account === null ? {} : { HOME: account.home, USER: account.name, LOGNAME: account.name };
  const pom = {
    POM_PROJECT: project,
    POM_PROCESS: spec.name,
    POM_RUN: String(run),
    POM_SOCKET: socketPath,
    ...(spec.replica === null ? {} : { POM_REPLICA: String(spec.replica.number) }),
    ...Object.fromEntries(ports),
  };
  return [
    // What the configuration says of its user's it means.
    ...Object.entries(user)
      .filter(([name]) => !spec.environmentValues.has(name))
      .map(([name, value]) => ({ name, value, origin: 'user' })),
    ...Object.entries(pom).map(([name, value]) => ({ name, value, origin: 'pom' })),
  ];
}
