import path from 'node:path';
import type { ProjectSpec } from '../model/project-spec.ts';
import { expandReplicas } from '../model/replicas.ts';
import type { ExpandedProject } from './expand.ts';
import { get, stringOf } from './node.ts';
import { resolveProcess } from './resolve-process.ts';
import { numberOf, sizeOf, textsOf } from './value.ts';

const DEFAULT_SHELL: readonly string[] = ['sh', '-c'];
const DEFAULT_LOG_MEMORY_BYTES = 64 * 1024 * 1024;

/** What is known about a project besides what its files say. */
export interface ProjectFacts {
  /** Absolute: where the main file lives. */
  readonly directory: string;
  /** Absolute, the main file first. */
  readonly sources: readonly string[];
  /** Profiles that are on whatever the files say. */
  readonly profiles: readonly string[];
}

/** The spec of a project that has been validated and checked: every default filled in. */
export function resolveProject({ root, processes }: ExpandedProject, facts: ProjectFacts): ProjectSpec {
  const profiles = new Set([...textsOf(get(root, 'profiles')), ...facts.profiles]);
  const shell = textsOf(get(root, 'shell'));
  const logs = get(root, 'logs');
  const context = {
    directory: facts.directory,
    shell: shell.length > 0 ? shell : DEFAULT_SHELL,
    profiles,
    logs,
    hasReady: (name: string) => get(processes.get(name)?.entry.node ?? null, 'ready') !== null,
  };
  const declared = new Map(
    [...processes].map(([name, process]) => {
      const replicas = numberOf(get(process.entry.node, 'replicas'));
      return [name, { spec: resolveProcess(process, context), replicas }];
    }),
  );
  return {
    name: stringOf(get(root, 'name')) ?? (path.basename(facts.directory) || 'pom'),
    directory: facts.directory,
    sources: facts.sources,
    profiles: [...profiles],
    reload: stringOf(get(root, 'reload')) === 'manual' ? 'manual' : 'auto',
    logMemoryBytes: sizeOf(get(logs, 'memory')) ?? DEFAULT_LOG_MEMORY_BYTES,
    processes: expandReplicas(declared),
    declared,
  };
}
