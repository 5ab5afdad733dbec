import type { HttpSpec } from './http-spec.ts';
import type { ProcessSpec } from './process-spec.ts';

/** Everything a configuration says, validated and resolved. Immutable. */
export interface ProjectSpec {
  readonly name: string;
  /** Absolute: where the main file lives. */
  readonly directory: string;
  /** Absolute, the main file first: every file that was read, or looked for, to make this. A change to one is a reload. */
  readonly sources: readonly string[];
  /** Profiles that are on. */
  readonly profiles: readonly string[];
  readonly reload: 'auto' | 'manual';
  /** The budget in memory for the logs of all processes together. */
  readonly logMemoryBytes: number;
  /** What is kept of the logs on disk; null: nothing. */
  readonly logPersistence: LogPersistence | null;
  /** Null: there is no HTTP API unless somebody asks for it. */
  readonly http: HttpSpec | null;
  /** By name, in the order written, the replicas of a set in its place: what `declared` makes. */
  readonly processes: ReadonlyMap<string, ProcessSpec>;
  /** As written: a replica set by its own name, and by that name in the dependencies of others. */
  readonly declared: ReadonlyMap<string, DeclaredProcess>;
}

export interface DeclaredProcess {
  readonly spec: ProcessSpec;
  /** How many processes NAME-1, NAME-2, … it stands for; null: it is one process by its own name. */
  readonly replicas: number | null;
}

/** Of all sessions of the project together; whole files are removed, the oldest first. */
export interface LogPersistence {
  readonly maxBytes: number;
  /** Since they were last written. */
  readonly maxAgeMs: number;
}
