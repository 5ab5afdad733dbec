import { readEnvironment } from '../config/index.ts';
import type { EnvironmentVariable } from '../model/environment.ts';
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
  { project, socketPath, inherited, ports }: RunSurroundings,
): Result<readonly EnvironmentVariable[], EnvironmentFailure> {
  // What `env` says may speak of them.
  const read = readEnvironment(spec.environment, ports.size === 0 ? inherited : new Map([...inherited, ...ports]));
  if (!read.ok) return read;
  const variables = new Map(read.value);
  const account = spec.user === null ? null : findAccount(spec.user);
  if (account !== null) {
    const own = { HOME: account.home, USER: account.name, LOGNAME: account.name };
    // What the configuration says of them it means.
    for (const [name, value] of Object.entries(own)) {
      if (!spec.environmentValues.has(name)) variables.set(name, { name, value, origin: 'user' });
    }
  }
  const pom = {
    POM_PROJECT: project,
    POM_PROCESS: spec.name,
    POM_RUN: String(run),
    POM_SOCKET: socketPath,
    ...(spec.replica === null ? {} : { POM_REPLICA: String(spec.replica.number) }),
    ...Object.fromEntries(ports),
  };
  for (const [name, value] of Object.entries(pom)) variables.set(name, { name, value, origin: 'pom' });
  return ok([...variables.values()]);
}
