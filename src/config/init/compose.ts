import { dependenciesOf, type ServiceDependency } from './compose-dependencies.ts';
import { type ComposeMap, listOf, readComposeFile, textOf } from './compose-file.ts';
import { buildContext, serviceDraft } from './compose-service.ts';
import { type DraftMap, draftName, type ProcessDraft } from './draft.ts';

/** A service of a compose file, in pom's words. */
export interface Service {
  /** Its command is null when only its image knows it. */
  readonly draft: ProcessDraft;
  readonly dependencies: readonly ServiceDependency[];
  /** The directory it is built from, relative to the compose file; null when it is not built here. */
  readonly context: string | null;
  /** How compose itself would run it, as a process. */
  readonly contained: DraftMap;
}

export interface ComposeDraft {
  readonly sources: readonly string[];
  readonly services: readonly Service[];
  readonly warnings: readonly string[];
}

/** Reads the compose file of a directory, if there is one. */
export function readCompose(directory: string): ComposeDraft {
  const read = readComposeFile(directory);
  if (!read.ok) return { sources: [], services: [], warnings: [read.failure] };
  if (read.value === null) return { sources: [], services: [], warnings: [] };
  const { name: source, services, notRead } = read.value;
  const found = new Map<string, Service>();
  for (const [written, service] of services) {
    const name = draftName(written);
    if (name === null || found.has(name)) continue;
    const draft = serviceDraft(service, { name, source, directory });
    found.set(name, {
      draft,
      dependencies: dependenciesOf(service).flatMap((dependency) => {
        const on = draftName(dependency.on);
        return on === null || on === name ? [] : [{ ...dependency, on }];
      }),
      context: buildContext(service),
      contained: containedOf(written, service),
    });
  }
  return { sources: [source], services: [...found.values()], warnings: notRead };
}

function containedOf(name: string, service: ComposeMap): DraftMap {
  const command = ['docker', 'compose', 'up', name].join(' ');
  const published = listOf(service.ports).flatMap(
    (entry) => /(?:^|:)(\d+):\d+(?:\/tcp)?$/.exec(textOf(entry) ?? '')?.[1] ?? [],
  );
  const port = Number(published[0] ?? 0);
  return port >= 1 && port <= 65_535 ? { command, ready: { tcp: port } } : { command };
}
