import type { Dependency, ProcessSpec, RestartPolicy, StopPolicy } from '../../src/model/process-spec.ts';
import type { ProjectSpec } from '../../src/model/project-spec.ts';
import type { ChangedProcess, ReloadPlan } from '../../src/model/reload-plan.ts';

export const NEVER: RestartPolicy = {
  policy: 'never',
  backoff: { initialMs: 100, maxMs: 30_000, factor: 2, jitter: 0 },
  maxRestarts: null,
  resetAfterMs: 10_000,
};
export const ON_FAILURE: RestartPolicy = { ...NEVER, policy: 'on-failure' };
export const ALWAYS: RestartPolicy = { ...NEVER, policy: 'always' };

export const STOP: StopPolicy = { signal: 'SIGTERM', graceMs: 10_000, command: null, leaderOnly: false };

/** A process whose program is its own name, with every default filled in. */
export function specOf(name: string, changes: Partial<ProcessSpec> = {}): ProcessSpec {
  return {
    name,
    replica: null,
    description: null,
    links: [],
    command: { kind: 'argv', argv: [name] },
    cwd: '/',
    environment: [],
    environmentValues: new Map(),
    dependsOn: [],
    restart: NEVER,
    successExitCodes: [0],
    ready: null,
    alive: null,
    watch: null,
    schedule: null,
    stop: STOP,
    ports: [],
    stdin: 'null',
    tty: false,
    autostart: true,
    profiles: [],
    enabled: true,
    exitProject: 'never',
    limits: { openFiles: null, memoryBytes: null, cpuMs: null, nice: null },
    user: null,
    umask: null,
    kill: 'tree',
    logs: { maxBytes: null, maxLineBytes: 65_536, redact: [], file: null },
    ...changes,
  };
}

/** What most dependencies leave unsaid. */
export const USUAL = { timeoutMs: null, required: true, restart: false } as const;

/** `['db', 'migrate:completed']`: a bare name means `started`. */
export function needs(...dependencies: readonly string[]): { readonly dependsOn: readonly Dependency[] } {
  return {
    dependsOn: dependencies.map((text) => {
      const [process = '', condition = 'started'] = text.split(':');
      return { process, condition: condition as Dependency['condition'], ...USUAL };
    }),
  };
}

export function projectOf(specs: readonly ProcessSpec[]): ProjectSpec {
  return {
    name: 'test',
    directory: '/',
    sources: [],
    profiles: [],
    reload: 'auto',
    logMemoryBytes: 1_048_576,
    logPersistence: null,
    http: null,
    processes: new Map(specs.map((spec) => [spec.name, spec])),
    declared: new Map(specs.map((spec) => [spec.name, { spec, replicas: null }])),
  };
}

/** The plan from `before` to `next`; `changed` says what is to be done about those that differ. */
export function planOf(
  before: readonly ProcessSpec[],
  next: readonly ProcessSpec[],
  changed: Readonly<Record<string, ChangedProcess['action']>> = {},
): ReloadPlan {
  const had = new Set(before.map(({ name }) => name));
  const has = new Set(next.map(({ name }) => name));
  return {
    next: projectOf(next),
    added: next.filter(({ name }) => !had.has(name)),
    removed: [...had].filter((name) => !has.has(name)),
    changed: next.flatMap((spec) => {
      const action = changed[spec.name];
      return action === undefined ? [] : [{ spec, keys: ['command'], action }];
    }),
    unchanged: next.filter(({ name }) => had.has(name) && changed[name] === undefined).map(({ name }) => name),
  };
}
