import type { ProbeCheck, ProbeSpec } from '../model/probe-spec.ts';
import type {
  Command,
  Dependency,
  LogFileSpec,
  ProcessSpec,
  ResourceLimits,
  RestartPolicy,
  StopPolicy,
} from '../model/process-spec.ts';
import type { ScheduleSpec } from '../model/schedule-spec.ts';
import type { WatchSpec } from '../model/watch-spec.ts';
import { formatDuration } from './duration.ts';
import { formatPort } from './port.ts';
import { formatSize } from './size.ts';

/** A value as pom.yaml would spell it. */
export type Described = string | number | boolean | null | readonly Described[] | { readonly [key: string]: Described };

/** A spec in the words of pom.yaml: what `pom config` prints and what reload names the differences by. */
export type DescribedProcess = ReadonlyMap<string, Described>;

/** Every key that a process may have, with its value, defaults included. The shell is the project's and not here. */
export function describeProcess(spec: ProcessSpec): DescribedProcess {
  return new Map<string, Described>([
    ['command', describeCommand(spec.command)],
    ['description', spec.description],
    ['links', spec.links],
    ['cwd', spec.cwd],
    ['env', record([...spec.environmentValues, ...unsetNames(spec).map((name) => [name, null] as const)])],
    ['depends_on', record(spec.dependsOn.map((dependency) => [dependency.process, describeDependency(dependency)]))],
    ['restart', describeRestart(spec.restart)],
    ['success_exit_codes', spec.successExitCodes],
    ['ready', describeProbe(spec.ready)],
    ['alive', describeProbe(spec.alive)],
    ['stop', describeStop(spec.stop)],
    ['watch', describeWatch(spec.watch)],
    ['kill', spec.kill],
    ['schedule', describeSchedule(spec.schedule)],
    ['tty', spec.tty],
    ['stdin', spec.stdin],
    ['ports', spec.ports.map(formatPort)],
    ['autostart', spec.autostart],
    ['profiles', spec.profiles],
    ['exit_project', spec.exitProject],
    ['limits', describeLimits(spec.limits)],
    ['user', spec.user],
    ['umask', spec.umask],
    [
      'logs',
      {
        max_bytes: spec.logs.maxBytes === null ? null : formatSize(spec.logs.maxBytes),
        max_line_bytes: formatSize(spec.logs.maxLineBytes),
        ...(spec.logs.redact.length === 0 ? {} : { redact: spec.logs.redact }),
        ...(spec.logs.file === null ? {} : { file: describeLogFile(spec.logs.file) }),
      },
    ],
  ]);
}

function describeDependency({ condition, timeoutMs, required, restart }: Dependency): Described {
  if (timeoutMs === null && required && !restart) return condition;
  return { condition, ...(timeoutMs === null ? {} : { timeout: formatDuration(timeoutMs) }), required, restart };
}

function describeLimits({ openFiles, memoryBytes, cpuMs, nice }: ResourceLimits): Described {
  return {
    ...(openFiles === null ? {} : { open_files: openFiles }),
    ...(memoryBytes === null ? {} : { memory: formatSize(memoryBytes) }),
    ...(cpuMs === null ? {} : { cpu: formatDuration(cpuMs) }),
    ...(nice === null ? {} : { nice }),
  };
}

function describeLogFile({ path, maxSize, maxFiles }: LogFileSpec): Described {
  return { path, max_size: formatSize(maxSize), max_files: maxFiles };
}

/** Names that an `env` takes away and that nothing sets again. */
function unsetNames({ environment, environmentValues }: ProcessSpec): readonly string[] {
  const nulls = environment.flatMap((layer) =>
    layer.kind === 'map' ? [...layer.variables].filter(([, value]) => value === null).map(([name]) => name) : [],
  );
  return [...new Set(nulls)].filter((name) => !environmentValues.has(name));
}

function describeCommand(command: Command): Described {
  return command.kind === 'shell' ? command.text : command.argv;
}

function describeRestart({ policy, backoff, maxRestarts, resetAfterMs }: RestartPolicy): Described {
  return {
    policy,
    backoff: {
      initial: formatDuration(backoff.initialMs),
      max: formatDuration(backoff.maxMs),
      factor: backoff.factor,
      jitter: backoff.jitter,
    },
    max_restarts: maxRestarts ?? 'unlimited',
    reset_after: formatDuration(resetAfterMs),
  };
}

function describeStop({ signal, graceMs, command, leaderOnly }: StopPolicy): Described {
  return {
    signal,
    grace: formatDuration(graceMs),
    command: command === null ? null : describeCommand(command),
    leader_only: leaderOnly,
  };
}

function describeWatch(watch: WatchSpec | null): Described {
  if (watch === null) return null;
  const { paths, ignore, debounceMs, action, cascade } = watch;
  const answer: { readonly [key: string]: Described } =
    action.kind === 'signal'
      ? { signal: action.signal }
      : action.kind === 'exec'
        ? { exec: describeCommand(action.command) }
        : { action: 'restart' };
  return { paths, ignore, debounce: formatDuration(debounceMs), ...answer, cascade };
}

function describeSchedule(schedule: ScheduleSpec | null): Described {
  if (schedule === null) return null;
  const { when, runOnStart, overlap } = schedule;
  const times: { readonly [key: string]: Described } =
    when.kind === 'every'
      ? { every: formatDuration(when.ms) }
      : { cron: when.pattern, ...(when.timezone === null ? {} : { timezone: when.timezone }) };
  return { ...times, run_on_start: runOnStart, overlap };
}

function describeProbe(probe: ProbeSpec | null): Described {
  if (probe === null) return null;
  return {
    ...Object.fromEntries(probe.checks.map((check) => [check.kind, describeCheck(check)])),
    initial_delay: formatDuration(probe.initialDelayMs),
    period: formatDuration(probe.periodMs),
    timeout: formatDuration(probe.timeoutMs),
    successes: probe.successes,
    failures: probe.failures,
    ...(probe.deadlineMs === null ? {} : { deadline: formatDuration(probe.deadlineMs) }),
  };
}

function describeCheck(check: ProbeCheck): Described {
  switch (check.kind) {
    case 'http': {
      const { url, method, status, headers, body } = check;
      return {
        url,
        method,
        ...(status === null ? {} : { status }),
        headers: record(headers),
        ...(body === null ? {} : { body }),
      };
    }
    case 'tcp':
      return `${check.host.includes(':') ? `[${check.host}]` : check.host}:${check.port}`;
    case 'exec':
      return describeCommand(check.command);
    case 'log':
      return check.pattern;
    case 'file':
      return check.path;
    case 'notify':
      return true;
    default:
      return check satisfies never;
  }
}

/** Keys come from users: no prototype, so that none of them is special. */
function record(entries: Iterable<readonly [string, Described]>): { readonly [key: string]: Described } {
  const result: { [key: string]: Described } = Object.create(null);
  for (const [key, value] of entries) result[key] = value;
  return result;
}
