import path from 'node:path';
import type { EnvironmentVariable } from '../model/environment.ts';
import type {
  Dependency,
  DependencyCondition,
  ExitProject,
  KillScope,
  LogFileSpec,
  LogSettings,
  ProcessSpec,
  ResourceLimits,
  RestartPolicy,
  StopPolicy,
} from '../model/process-spec.ts';
import type { ExpandedProcess } from './expand.ts';
import { type ConfigNode, entriesOf, get, stringOf } from './node.ts';
import { parsePort } from './port.ts';
import { resolveProbe } from './resolve-probe.ts';
import { resolveSchedule } from './resolve-schedule.ts';
import { resolveWatch } from './resolve-watch.ts';
import { parseSignalName } from './signal-name.ts';
import { booleanOf, commandOf, durationOf, numberOf, numbersOf, sizeOf, textsOf } from './value.ts';

/** What a file of the project says about all of its processes. */
export interface ProcessContext {
  /** Absolute: where a process runs that does not say. */
  readonly directory: string;
  readonly shell: readonly string[];
  readonly profiles: ReadonlySet<string>;
  /** Whether a process of the project has a readiness check. */
  readonly hasReady: (name: string) => boolean;
  /** `logs` of the project and of the file: what comes later counts. */
  readonly logs: readonly (ConfigNode | null)[];
}

/** What `restart` leaves unsaid. */
export const DEFAULT_RESTART: RestartPolicy = {
  policy: 'never',
  backoff: { initialMs: 100, maxMs: 30_000, factor: 2, jitter: 0.1 },
  maxRestarts: null,
  resetAfterMs: 10_000,
};

const DEFAULT_GRACE_MS = 10_000;
const DEFAULT_MAX_LINE_BYTES = 64 * 1024;
const DEFAULT_LOG_FILE_BYTES = 10 * 1024 * 1024;
const DEFAULT_LOG_FILES = 5;

/** The spec of a process that has been validated and checked. */
export function resolveProcess(process: ExpandedProcess, context: ProcessContext): ProcessSpec {
  const { name, layers, environment } = process;
  const { node } = process.entry;
  const profiles = textsOf(get(node, 'profiles'));
  const command = commandOf(get(node, 'command'), context.shell);
  if (command === null) throw new Error(`Internal error: process ${name} has no command`);
  const cwd = cwdOf(get(node, 'cwd'), context.directory);
  const run = { cwd, shell: context.shell };
  return {
    name,
    replica: null,
    description: stringOf(get(node, 'description')),
    links: textsOf(get(node, 'links')),
    command,
    cwd,
    environment: layers,
    environmentValues: ownValues(environment.values()),
    dependsOn: dependenciesOf(get(node, 'depends_on'), context),
    restart: restartOf(get(node, 'restart')),
    successExitCodes: get(node, 'success_exit_codes') === null ? [0] : numbersOf(get(node, 'success_exit_codes')),
    ready: resolveProbe(get(node, 'ready'), 'ready', run),
    alive: resolveProbe(get(node, 'alive'), 'alive', run),
    watch: resolveWatch(get(node, 'watch'), run),
    schedule: resolveSchedule(get(node, 'schedule')),
    stop: stopOf(get(node, 'stop'), context.shell),
    kill: killOf(stringOf(get(node, 'kill'))),
    ports: textsOf(get(node, 'ports')).flatMap((text) => parsePort(text) ?? []),
    stdin: stringOf(get(node, 'stdin')) === 'pipe' ? 'pipe' : 'null',
    tty: booleanOf(get(node, 'tty')) ?? false,
    autostart: booleanOf(get(node, 'autostart')) ?? true,
    profiles,
    enabled: profiles.length === 0 || profiles.some((profile) => context.profiles.has(profile)),
    exitProject: exitProjectOf(stringOf(get(node, 'exit_project'))),
    limits: limitsOf(get(node, 'limits')),
    user: textOf(get(node, 'user')),
    umask: stringOf(get(node, 'umask')),
    logs: logsOf(get(node, 'logs'), context.logs),
  };
}

function cwdOf(node: ConfigNode | null, directory: string): string {
  const cwd = stringOf(node);
  return node === null || cwd === null ? directory : path.resolve(node.at.source.directory, cwd);
}

function ownValues(variables: Iterable<EnvironmentVariable>): ReadonlyMap<string, string> {
  const own = [...variables].filter(({ origin }) => origin !== 'inherited');
  return new Map(own.map(({ name, value }) => [name, value]));
}

function dependenciesOf(node: ConfigNode | null, { hasReady }: ProcessContext): readonly Dependency[] {
  const usual = (process: string): DependencyCondition => (hasReady(process) ? 'ready' : 'started');
  const started = textsOf(node).map(
    (process): Dependency => ({ process, condition: usual(process), timeoutMs: null, required: true, restart: false }),
  );
  const conditional = [...entriesOf(node)].map(([process, entry]): Dependency => {
    const condition = stringOf(entry.node) ?? stringOf(get(entry.node, 'condition')) ?? usual(process);
    return {
      process,
      condition: conditionOf(condition),
      timeoutMs: durationOf(get(entry.node, 'timeout')),
      required: booleanOf(get(entry.node, 'required')) ?? true,
      restart: booleanOf(get(entry.node, 'restart')) ?? false,
    };
  });
  return [...started, ...conditional];
}

function conditionOf(text: string): DependencyCondition {
  return text === 'ready' || text === 'completed' || text === 'completed_successfully' ? text : 'started';
}

function restartOf(node: ConfigNode | null): RestartPolicy {
  const backoff = get(node, 'backoff');
  const standard = DEFAULT_RESTART;
  const maxMs = durationOf(get(backoff, 'max')) ?? standard.backoff.maxMs;
  return {
    policy: policyOf(node?.kind === 'map' ? get(node, 'policy') : node),
    backoff: {
      initialMs: Math.min(durationOf(get(backoff, 'initial')) ?? standard.backoff.initialMs, maxMs),
      maxMs,
      factor: numberOf(get(backoff, 'factor')) ?? standard.backoff.factor,
      jitter: numberOf(get(backoff, 'jitter')) ?? standard.backoff.jitter,
    },
    maxRestarts: numberOf(get(node, 'max_restarts')),
    resetAfterMs: durationOf(get(node, 'reset_after')) ?? standard.resetAfterMs,
  };
}

/** `no` and `false` mean `never`. */
function policyOf(node: ConfigNode | null): RestartPolicy['policy'] {
  const policy = stringOf(node);
  return policy === 'on-failure' || policy === 'always' ? policy : 'never';
}

function stopOf(node: ConfigNode | null, shell: readonly string[]): StopPolicy {
  return {
    signal: parseSignalName(stringOf(get(node, 'signal')) ?? 'SIGTERM') ?? 'SIGTERM',
    graceMs: durationOf(get(node, 'grace')) ?? DEFAULT_GRACE_MS,
    command: commandOf(get(node, 'command'), shell),
    leaderOnly: booleanOf(get(node, 'leader_only')) ?? false,
  };
}

function killOf(text: string | null): KillScope {
  return text === 'group' || text === 'leader' ? text : 'tree';
}

function exitProjectOf(text: string | null): ExitProject {
  return text === 'on-failure' || text === 'on-exit' ? text : 'never';
}

function limitsOf(node: ConfigNode | null): ResourceLimits {
  return {
    openFiles: numberOf(get(node, 'open_files')),
    memoryBytes: sizeOf(get(node, 'memory')),
    cpuMs: durationOf(get(node, 'cpu')),
    nice: numberOf(get(node, 'nice')),
  };
}

/** The text of a value, which may be a number. */
function textOf(node: ConfigNode | null): string | null {
  return node?.kind === 'scalar' ? node.text : null;
}

function logsOf(own: ConfigNode | null, above: readonly (ConfigNode | null)[]): LogSettings {
  const all = [...above, own];
  const limit = (key: string) => all.reduce<number | null>((size, logs) => sizeOf(get(logs, key)) ?? size, null);
  return {
    maxBytes: limit('max_bytes'),
    maxLineBytes: limit('max_line_bytes') ?? DEFAULT_MAX_LINE_BYTES,
    // What the project hides, no process shows.
    redact: [...new Set(all.flatMap((logs) => textsOf(get(logs, 'redact'))))],
    file: logFileOf(get(own, 'file')),
  };
}

function logFileOf(node: ConfigNode | null): LogFileSpec | null {
  const file = logFilePath(node);
  if (file === null) return null;
  return {
    path: file,
    maxSize: sizeOf(get(node, 'max_size')) ?? DEFAULT_LOG_FILE_BYTES,
    maxFiles: numberOf(get(node, 'max_files')) ?? DEFAULT_LOG_FILES,
  };
}

/** The absolute path that `logs.file` names; null when it names none. */
export function logFilePath(node: ConfigNode | null): string | null {
  const written = node?.kind === 'map' ? get(node, 'path') : node;
  const text = stringOf(written);
  return written === null || text === null ? null : path.resolve(written.at.source.directory, text);
}
