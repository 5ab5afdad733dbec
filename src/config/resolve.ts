import path from 'node:path';
import { DEFAULT_HTTP, type HttpSpec } from '../model/http-spec.ts';
import type { LogPersistence, ProjectSpec } from '../model/project-spec.ts';
import { expandReplicas } from '../model/replicas.ts';
import type { ProjectFile } from './include.ts';
import type { PlacedProcess } from './join-files.ts';
import { type ConfigNode, get, stringOf } from './node.ts';
import { type ProcessContext, resolveProcess } from './resolve-process.ts';
import { booleanOf, durationOf, numberOf, sizeOf, textsOf } from './value.ts';

const DEFAULT_SHELL: readonly string[] = ['sh', '-c'];
const DEFAULT_LOG_MEMORY_BYTES = 64 * 1024 * 1024;
const DEFAULT_PERSISTENCE: LogPersistence = { maxBytes: 256 * 1024 * 1024, maxAgeMs: 7 * 24 * 3_600_000 };

/** What is known about a project besides what its files say. */
export interface ProjectFacts {
  /** Absolute: where the main file lives. */
  readonly directory: string;
  /** Absolute, the main file first. */
  readonly sources: readonly string[];
  /** Profiles that are on whatever the files say. */
  readonly profiles: readonly string[];
}

/** The files of a project, the main one first, and the processes of all of them. */
export interface JoinedProject {
  readonly parts: readonly ProjectFile[];
  readonly processes: ReadonlyMap<string, PlacedProcess>;
}

/** The spec of a project that has been validated and checked: every default filled in. */
export function resolveProject({ parts, processes }: JoinedProject, facts: ProjectFacts): ProjectSpec {
  const root = parts[0]?.root ?? null;
  const inFiles = parts.flatMap((part) => textsOf(get(part.root, 'profiles')));
  const profiles = new Set([...inFiles, ...facts.profiles]);
  const logs = get(root, 'logs');
  const contextOf = ({ root: file, directory }: ProjectFile): ProcessContext => {
    const shell = textsOf(get(file, 'shell'));
    const ownLogs = get(file, 'logs');
    return {
      directory,
      shell: shell.length > 0 ? shell : DEFAULT_SHELL,
      profiles,
      logs: ownLogs === logs ? [logs] : [logs, ownLogs],
      hasReady: (name) => get(processes.get(name)?.entry.node ?? null, 'ready') !== null,
    };
  };
  const contexts = new Map(parts.map((part) => [part, contextOf(part)]));
  const declared = new Map(
    [...processes].map(([name, process]) => {
      const replicas = numberOf(get(process.entry.node, 'replicas'));
      return [name, { spec: resolveProcess(process, contexts.get(process.home) ?? contextOf(process.home)), replicas }];
    }),
  );
  return {
    name: stringOf(get(root, 'name')) ?? (path.basename(facts.directory) || 'pom'),
    directory: facts.directory,
    sources: facts.sources,
    profiles: [...profiles],
    reload: stringOf(get(root, 'reload')) === 'manual' ? 'manual' : 'auto',
    logMemoryBytes: sizeOf(get(logs, 'memory')) ?? DEFAULT_LOG_MEMORY_BYTES,
    logPersistence: persistenceOf(get(logs, 'persist')),
    http: httpOf(get(root, 'http')),
    processes: expandReplicas(declared),
    declared,
  };
}

function httpOf(node: ConfigNode | null): HttpSpec | null {
  if (node === null || booleanOf(node) === false) return null;
  return {
    host: stringOf(get(node, 'host')) ?? DEFAULT_HTTP.host,
    port: numberOf(get(node, 'port')) ?? DEFAULT_HTTP.port,
    token: stringOf(get(node, 'token')),
  };
}

function persistenceOf(node: ConfigNode | null): LogPersistence | null {
  if (booleanOf(node) === false) return null;
  return {
    maxBytes: sizeOf(get(node, 'max_bytes')) ?? DEFAULT_PERSISTENCE.maxBytes,
    maxAgeMs: durationOf(get(node, 'max_age')) ?? DEFAULT_PERSISTENCE.maxAgeMs,
  };
}
