import { escapeUnsafe } from '../util/escape-unsafe.ts';
import { formatTimestamp, parseTimestamp } from './timestamp.ts';

/**
 * How the vocabulary of `model` is written as JSON, on the wire and by `--json` alike. One mechanical rule:
 *
 * - keys are snake_case here and camelCase there; a `Map` is keyed by its user and keeps its keys;
 * - wall times (`at`, `now`, `timestamp`, `since`, `until`, and what ends in `At`) are RFC 3339 in UTC with microseconds;
 * - bytes become `text`, with U+FFFD for what is not UTF-8, or stay `bytes`, in base64, when they must be exact;
 * - what could upset a terminal is written as \uXXXX, so that no output of a child does more than show.
 */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export interface JsonOptions {
  /** Write bytes exactly, as base64, instead of as text. */
  readonly raw?: boolean;
}

const TIME_KEYS: ReadonlySet<string> = new Set(['at', 'now', 'timestamp', 'since', 'until']);

/** The fields of `model` that are Maps, as they are called here: nothing else in the JSON tells a Map from an object. */
const MAP_KEYS: ReadonlySet<string> = new Set(['environment_values', 'headers', 'variables']);

/** `value` as one line of JSON text, without the newline. */
export function toJson(value: unknown, options: JsonOptions = {}): string {
  return escapeUnsafe(JSON.stringify(toJsonValue(value, options)));
}

/** `value` as JSON would hold it. Members that are undefined are left out. */
export function toJsonValue(value: unknown, options: JsonOptions = {}): Json {
  return write(value, '', options.raw === true);
}

/** The inverse of `toJsonValue`, but for bytes: `text` may be a field in its own right, so whoever reads lines turns it back. */
export function fromJsonValue(value: Json): unknown {
  return read(value, '');
}

/** `gitCommit` for `git_commit`. */
export function camelCase(key: string): string {
  return key.includes('_') ? key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()) : key;
}

/** `git_commit` for `gitCommit`. */
export function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function write(value: unknown, key: string, raw: boolean): Json {
  if (typeof value === 'number') return (isTimeKey(key) ? formatTimestamp(value) : null) ?? value;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  // Of a list of numbers, which may have thousands, none is a time.
  if (Array.isArray(value)) return value.map((item) => (typeof item === 'number' ? item : write(item, '', raw)));
  // `fromEntries` and not assignment: a user's key may be `__proto__`. Keys of the model are none.
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, item]) => [name, write(item, '', raw)]));
  if (typeof value !== 'object') throw new Error(`Internal error: a ${typeof value} cannot be written as JSON`);
  const object: Record<string, Json> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member instanceof Uint8Array) object[raw ? snakeCase(name) : 'text'] = writeBytes(member, raw);
    else if (member !== undefined) object[snakeCase(name)] = write(member, name, raw);
  }
  return object;
}

function writeBytes(bytes: Uint8Array, raw: boolean): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return raw ? buffer.toString('base64') : lineText(buffer);
}

/** A line as text: a terminal ends its lines in CR LF, and the line is what is before. */
export function lineText(bytes: Buffer): string {
  const length = bytes.at(-1) === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length;
  return bytes.toString('utf8', 0, length);
}

const CARRIAGE_RETURN = 13;

function read(value: Json, key: string): unknown {
  if (typeof value === 'string') return (isTimeKey(key) ? parseTimestamp(value) : null) ?? value;
  if (isJsonArray(value)) return value.map((item) => read(item, ''));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  if (MAP_KEYS.has(key)) return new Map(entries.map(([name, item]) => [name, read(item, '')]));
  const object: Record<string, unknown> = {};
  for (const [name, item] of entries) object[camelCase(name)] = read(item, name);
  return object;
}

function isTimeKey(key: string): boolean {
  return TIME_KEYS.has(key) || key.endsWith('At') || key.endsWith('_at');
}

/** Neither a list nor null. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isJsonArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
