import { type LoadedProject, readEnvironment } from '../../config/index.ts';
import type { Control } from '../../model/control.ts';
import { variablesOf } from '../../model/environment.ts';
import type { Failure } from '../../model/failure.ts';
import { portVariable, portVariables } from '../../model/ports.ts';
import { ok, type Result } from '../../model/result.ts';

/**
 * What a command that `pom run` runs has in its environment: that of the caller with `.env`, `env_file` and `env` of
 * the project, the ports of all of its processes, and where the session is.
 */
export async function commandEnvironment(
  loaded: LoadedProject,
  control: Control,
  inherited: Readonly<Record<string, string | undefined>>,
): Promise<Result<Readonly<Record<string, string>>, Failure>> {
  const session = await control.session();
  if (!session.ok) return session;
  const ports = await portsOf(loaded, control);
  if (!ports.ok) return ports;
  const read = readEnvironment(loaded.environment, new Map([...variablesOf(inherited), ...ports.value]));
  if (!read.ok) return read;
  return ok({
    ...Object.fromEntries([...read.value.values()].map(({ name, value }) => [name, value])),
    ...Object.fromEntries(ports.value),
    POM_PROJECT: session.value.name,
    POM_SOCKET: session.value.socket,
  });
}

/** The ports as the session has given them; of a replica set also those of all, with commas. */
async function portsOf(
  { project }: LoadedProject,
  control: Control,
): Promise<Result<ReadonlyMap<string, string>, Failure>> {
  const variables = new Map<string, string>();
  const firstOfSet = new Map<string, number[]>();
  for (const { name, ports, replica } of project.processes.values()) {
    if (ports.length === 0) continue;
    const report = await control.status(name);
    // The session may run an older configuration, without it.
    if (!report.ok && report.failure.reason === 'unknown-process') continue;
    if (!report.ok) return report;
    for (const [variable, port] of portVariables(portVariable(name), report.value.ports)) variables.set(variable, port);
    if (replica !== null) {
      firstOfSet.set(replica.set, [...(firstOfSet.get(replica.set) ?? []), ...report.value.ports.slice(0, 1)]);
    }
  }
  for (const [set, ports] of firstOfSet) variables.set(portVariable(set), ports.join(','));
  return ok(variables);
}
