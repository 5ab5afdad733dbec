import type { ErrorObject } from 'ajv';
import { cronMistake } from '../util/cron.ts';
import { SIGNAL_NAMES } from './signal-name.ts';
import { meant } from './words.ts';

/** The keys, and the indices of lists, that lead to the value an error is about. */
export function pathOf({ instancePath }: Pick<ErrorObject, 'instancePath'>): readonly string[] {
  return instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What a person should read about an error of the schema: one sentence, lower case, no full stop. */
export function mistakeMessage(error: ErrorObject): string {
  const path = pathOf(error);
  const subject = subjectOf(path);
  switch (error.keyword) {
    case 'type':
      return typeMessage(subject, [error.params.type].flat().map(String), error);
    case 'enum':
      return enumMessage(subject, error);
    case 'additionalProperties':
      return unknownKeyMessage(String(error.params.additionalProperty), path, error);
    case 'required':
      return `${subject} needs "${error.params.missingProperty}"`;
    case 'pattern':
      return `${error.propertyName === undefined ? subject : `"${error.propertyName}"`} ${error.parentSchema?.patternErrorMessage}`;
    case 'format':
      return formatMessage(subject, String(error.params.format), error.data);
    case 'minItems':
      return `${subject} is an empty list`;
    case 'minimum':
      return `${subject} must be at least ${error.params.limit}, not ${shown(error.data)}`;
    case 'maximum':
      return `${subject} must be at most ${error.params.limit}, not ${shown(error.data)}`;
    case 'exclusiveMinimum':
      return `${subject} must be more than ${error.params.limit}, not ${shown(error.data)}`;
    default:
      throw new Error(`Internal error: no sentence for the keyword ${error.keyword} of pom.schema.json`);
  }
}

/** `"stop.grace" of process "api"`. */
function subjectOf(path: readonly string[]): string {
  const [first, second, ...rest] = path;
  if (first === undefined) return 'the configuration';
  if (first === 'processes' && second !== undefined) {
    return rest.length === 0 ? `process "${second}"` : `"${dotted(rest)}" of process "${second}"`;
  }
  if (first === 'defaults' && second !== undefined) return `"${dotted([second, ...rest])}" of "defaults"`;
  return `"${dotted(path)}"`;
}

function dotted(path: readonly string[]): string {
  return path.reduce((text, key) => (/^\d+$/.test(key) ? `${text}[${key}]` : `${text}.${key}`));
}

const TYPE_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ['string', ['a text']],
  ['number', ['a number']],
  ['integer', ['a whole number']],
  ['boolean', ['true', 'false']],
  ['null', ['null']],
  ['array', ['a list']],
  ['object', ['a map']],
]);

function typeMessage(subject: string, types: readonly string[], error: ErrorObject): string {
  const { data, parentSchema } = error;
  if (data === null) return noValue(subject);
  if (parentSchema?.format !== undefined) return formatMessage(subject, String(parentSchema.format), data);
  const expected = alternatives(types.flatMap((type) => TYPE_NAMES.get(type) ?? type));
  const advice =
    types.includes('string') && !types.includes('number') && isScalar(data)
      ? `; write "${String(data)}" in quotes`
      : types[0] === 'array' && types.length === 1 && isScalar(data)
        ? `; write [${String(data)}]`
        : '';
  return `${subject} must be ${expected}, not ${kindOf(data)}${advice}`;
}

function enumMessage(subject: string, { data, schema, parentSchema }: ErrorObject): string {
  if (data === null) return noValue(subject);
  const errorMessage = parentSchema?.errorMessage;
  const allowed: readonly string[] = Array.isArray(schema) ? [...new Set(schema.map(String))] : [];
  const written = typeof data === 'string' || typeof data === 'boolean' ? String(data) : null;
  // "no" and false are for those who write them; whoever asks is told the real names.
  const told = allowed.filter((value) => value !== 'no' && value !== 'false');
  const guess = written === null ? null : meant(written, told);
  const question = guess === null ? '' : `; did you mean "${guess}"?`;
  const rule = typeof errorMessage === 'string' ? errorMessage : `must be ${alternatives(told)}`;
  return `${subject} ${rule}, not ${isScalar(data) ? shown(data) : kindOf(data)}${question}`;
}

function noValue(subject: string): string {
  return `${subject} has no value; give it one or remove the key`;
}

function unknownKeyMessage(key: string, path: readonly string[], { parentSchema }: ErrorObject): string {
  const where = path.length === 0 ? '' : ` in ${subjectOf(path)}`;
  const guess = meant(key, Object.keys(parentSchema?.properties ?? {}));
  const hint = guess === null ? placeHint(key, path) : `; did you mean "${guess}"?`;
  return `unknown key "${key}"${where}${hint}`;
}

const PROCESS_KEYS: ReadonlySet<string> = new Set(['command', 'depends_on', 'restart', 'stop', 'cwd', 'autostart']);
const PROJECT_KEYS: ReadonlySet<string> = new Set(['shell', 'dotenv', 'reload', 'defaults', 'processes']);

/** For keys that are right somewhere else. */
function placeHint(key: string, path: readonly string[]): string {
  if (path.length === 0 && PROCESS_KEYS.has(key)) return '; it belongs in a process, or in "defaults"';
  if (path.length === 2 && PROJECT_KEYS.has(key)) return '; it belongs at the top of the file';
  if (path.at(-1) === 'alive' && key === 'log') return '; the log can only tell that a process is ready';
  if (path.at(-1) === 'alive' && key === 'deadline') return '; it belongs in "ready"';
  if (path.at(-1) === 'logs' && key === 'memory') return '; it belongs in "logs" at the top of the file';
  if (path.at(-1) === 'logs' && key === 'file') return '; it belongs in "logs" of a process';
  return '';
}

function formatMessage(subject: string, format: string, data: unknown): string {
  const written = isScalar(data) ? shown(data) : kindOf(data);
  switch (format) {
    case 'pom-duration':
      return `${subject} is not a duration: ${written}; write 250ms, 5s, 1m30s or 2h`;
    case 'pom-length':
      return `${subject} is not a duration of more than 0: ${written}; write 250ms, 5s or 1m30s`;
    case 'pom-url':
      return `${subject} is not a URL: ${written}; write one such as http://localhost:8080/health`;
    case 'pom-address':
      return `${subject} is not an address: ${written}; write a port, or host:port`;
    case 'pom-port':
      return `${subject} is not a port: ${written}; write 8080, "127.0.0.1:8080" or auto`;
    case 'pom-regex':
      return `${subject} is not a regular expression (RE2): ${written}`;
    case 'pom-cron':
      return `${subject} is not a cron pattern: ${written}: ${cronMistake(String(data))}; write one such as "*/15 * * * *", or "@daily"`;
    case 'pom-timezone':
      return `${subject} is not a time zone: ${written}; write a name such as Europe/Berlin or UTC`;
    case 'pom-umask':
      return `${subject} is not octal digits in quotes: ${written}; write "022" or "0077"`;
    case 'pom-user':
      return `${subject} is not a user: ${written}; write a name or a number, or "user:group"`;
    case 'pom-size':
      return `${subject} is not a size: ${written}; write 64KiB, 32MiB or 1GB`;
    case 'pom-signal': {
      const upper = String(data).toUpperCase();
      const guess = meant(upper.startsWith('SIG') ? upper : `SIG${upper}`, SIGNAL_NAMES);
      const hint = guess === null ? 'write a name such as SIGTERM or SIGINT' : `did you mean "${guess}"?`;
      return `${subject} is not a signal: ${written}; ${hint}`;
    }
    default:
      throw new Error(`Internal error: no sentence for the format ${format} of pom.schema.json`);
  }
}

/** Enough to recognise a value; the line it is on is shown, too. */
const LONGEST_SHOWN = 40;

function isScalar(value: unknown): boolean {
  return value === null || typeof value !== 'object';
}

function shown(value: unknown): string {
  if (typeof value !== 'string') return String(value);
  return value.length <= LONGEST_SHOWN ? `"${value}"` : `"${value.slice(0, LONGEST_SHOWN)}…"`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'object':
      return 'a map';
    case 'string':
      return shown(value);
    case 'boolean':
      return String(value);
    default:
      return `the number ${String(value)}`;
  }
}

function alternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
