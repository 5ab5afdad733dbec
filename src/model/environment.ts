/**
 * Where a process's environment comes from: the layers of `spec.md`, lowest first, still unread.
 *
 * Files are read afresh at each start, so a spec holds the recipe and not the values. Within a layer a value may refer
 * to names of the layers below it and to names earlier in the same layer.
 */
export type EnvironmentLayer = EnvironmentFile | EnvironmentMap | InheritedEnvironment;

/** A dotenv file. */
export interface EnvironmentFile {
  readonly kind: 'file';
  /** Absolute. */
  readonly path: string;
  /** When false, a missing file is an empty one. */
  readonly required: boolean;
  /** What wrote it: `.env`, `env_file`, `env_file of api`. */
  readonly origin: string;
}

/** An `env` map as written; `null` unsets a name. Values are not interpolated yet. */
export interface EnvironmentMap {
  readonly kind: 'map';
  readonly variables: ReadonlyMap<string, string | null>;
  readonly origin: string;
}

/** The environment that the session itself was started with. */
export interface InheritedEnvironment {
  readonly kind: 'inherited';
}

/** One variable of a resolved environment. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly value: string;
  /** Where the value came from, for people: `inherited`, `.env`, `env of api`. */
  readonly origin: string;
}

/** What one layer said of a variable. */
export interface VariableSource {
  /** Null: it takes the variable away. */
  readonly value: string | null;
  /** As in `EnvironmentVariable`. */
  readonly origin: string;
  /** Where it is written; null when it is not in a file. */
  readonly place: VariablePlace | null;
}

export interface VariablePlace {
  /** Absolute. */
  readonly file: string;
  /** 1-based; null when it cannot be told. */
  readonly line: number | null;
}

/** A variable, or what has become of one, with everything that was said of it. */
export interface ExplainedVariable extends VariableSource {
  readonly name: string;
  /** What lower layers said, the nearest first. */
  readonly overrode: readonly VariableSource[];
}

/** A resolved environment: by name, in no particular order. */
export type Environment = ReadonlyMap<string, EnvironmentVariable>;

/** The variables of a `process.env`, which says that a missing name may be undefined. */
export function variablesOf(environment: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, string> {
  const defined = Object.entries(environment).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return new Map(defined);
}
