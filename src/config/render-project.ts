import { isDeepStrictEqual } from 'node:util';
import { Document, visit } from 'yaml';
import type { ProbeSpec } from '../model/probe-spec.ts';
import { argvOf, type Command, type ProcessSpec } from '../model/process-spec.ts';
import type { ProjectSpec } from '../model/project-spec.ts';
import { withoutSecretHeaders } from '../model/secret-headers.ts';
import { escapeUnsafe, hasUnsafe } from '../util/escape-unsafe.ts';
import { type Described, describeProcess } from './describe.ts';
import { formatDuration } from './duration.ts';
import { formatSize } from './size.ts';

/**
 * The resolved configuration, every default filled in, for `pom config`. It is a pom.yaml that means the same: dollars
 * are doubled where they would be variables, characters that could upset a terminal are escapes, environments stand in each process with the values that they have now.
 */
export function renderProject(project: ProjectSpec, format: 'yaml' | 'json'): string {
  const described = describeProject(project);
  if (format === 'json') return escapeUnsafe(JSON.stringify(described, null, 2));
  const document = new Document(described, { version: '1.2', schema: 'core', aliasDuplicateObjects: false });
  // Short lists of words on one line, as a person would write them.
  visit(document, {
    Seq(_, list) {
      list.flow = true;
    },
    // Where a character can be written as an escape.
    Scalar(_, scalar) {
      if (typeof scalar.value === 'string' && hasUnsafe(scalar.value)) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  return escapeUnsafe(document.toString({ lineWidth: 0 })).trimEnd();
}

function describeProject(project: ProjectSpec): { readonly [key: string]: Described } {
  const shell = shellOf(project);
  const processes: { [name: string]: Described } = Object.create(null);
  for (const [name, { spec, replicas }] of project.declared) {
    processes[name] = { ...describeForFile(withShell(spec, shell)), ...(replicas === null ? {} : { replicas }) };
  }
  return {
    name: escaped(project.name),
    reload: project.reload,
    profiles: project.profiles.map(escaped),
    dotenv: false,
    ...(shell === null ? {} : { shell: shell.map(escaped) }),
    logs: { memory: formatSize(project.logMemoryBytes), persist: persistenceOf(project) },
    http: httpOf(project),
    processes,
  };
}

function persistenceOf({ logPersistence }: ProjectSpec): Described {
  if (logPersistence === null) return false;
  return { max_bytes: formatSize(logPersistence.maxBytes), max_age: formatDuration(logPersistence.maxAgeMs) };
}

/** The token lets somebody in. */
function httpOf({ http }: ProjectSpec): Described {
  if (http === null) return false;
  return { host: escaped(http.host), port: http.port, ...(http.token === null ? {} : { token: '[redacted]' }) };
}

/** Without the keys whose default cannot be written. */
function describeForFile(spec: ProcessSpec): { readonly [key: string]: Described } {
  const result: { [key: string]: Described } = {};
  for (const [key, value] of describeProcess(withoutSecretHeaders(spec))) {
    if (isEmpty(value)) continue;
    result[key] = key === 'command' && typeof value === 'string' ? value : forFile(value, key);
  }
  return result;
}

function forFile(value: Described, key: string): Described {
  if (typeof value === 'string') return escaped(value);
  if (Array.isArray(value)) return value.map((item) => forFile(item, key));
  if (typeof value !== 'object' || value === null) return value;
  const result: { [key: string]: Described } = Object.create(null);
  for (const [name, inner] of Object.entries(value)) {
    if (inner === null && key !== 'env') continue;
    result[name] = isShellText(name, key) && typeof inner === 'string' ? inner : forFile(inner, name);
  }
  return result;
}

/** Shells expand their text themselves. */
function isShellText(name: string, outer: string): boolean {
  return (name === 'command' && outer === 'stop') || (name === 'exec' && ['ready', 'alive', 'watch'].includes(outer));
}

function isEmpty(value: Described): boolean {
  if (value === null) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function escaped(text: string): string {
  // A variable that has its value when a run starts is still one.
  return text.replace(/\$(?!\{(?:PORT(?:_\d+)?|POM_PORT_[A-Z0-9_]+)\})/g, '$$$$');
}

/** The shell of the first command that has one: a file can name one, and those of included files may differ. */
function shellOf({ declared }: ProjectSpec): readonly string[] | null {
  for (const { spec } of declared.values()) {
    const { command, stop, ready, alive, watch } = spec;
    const checks = [ready, alive].flatMap((probe) => probe?.checks ?? []);
    const onChange = watch?.action.kind === 'exec' ? watch.action.command : null;
    const commands = [
      command,
      stop.command,
      onChange,
      ...checks.map((check) => (check.kind === 'exec' ? check.command : null)),
    ];
    for (const candidate of commands) if (candidate?.kind === 'shell') return candidate.shell;
  }
  return null;
}

/** The same process, with commands for another shell than this one spelled out. */
function withShell(spec: ProcessSpec, shell: readonly string[] | null): ProcessSpec {
  const spelled = <C extends Command | null>(command: C): C | Command =>
    command === null || isDeepStrictEqual(command.kind === 'shell' ? command.shell : shell, shell)
      ? command
      : { kind: 'argv', argv: argvOf(command) };
  const probe = (purpose: ProbeSpec | null): ProbeSpec | null =>
    purpose && {
      ...purpose,
      checks: purpose.checks.map((check) =>
        check.kind === 'exec' ? { ...check, command: spelled(check.command) } : check,
      ),
    };
  return {
    ...spec,
    command: spelled(spec.command),
    stop: { ...spec.stop, command: spelled(spec.stop.command) },
    ready: probe(spec.ready),
    alive: probe(spec.alive),
    watch:
      spec.watch?.action.kind === 'exec'
        ? { ...spec.watch, action: { kind: 'exec', command: spelled(spec.watch.action.command) } }
        : spec.watch,
  };
}
