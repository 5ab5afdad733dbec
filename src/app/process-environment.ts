import type { EnvironmentVariable } from '../model/environment.ts';

/** What the `POM_*` variables of a child say. */
export interface PomVariables {
  readonly project: string;
  readonly process: string;
  readonly run: number;
  readonly socketPath: string;
}

/** The variables that pom adds over everything the configuration says. */
export function pomVariables({ project, process, run, socketPath }: PomVariables): readonly EnvironmentVariable[] {
  const values = {
    POM_PROJECT: project,
    POM_PROCESS: process,
    POM_RUN: String(run),
    POM_SOCKET: socketPath,
  };
  return Object.entries(values).map(([name, value]) => ({ name, value, origin: 'pom' }));
}
