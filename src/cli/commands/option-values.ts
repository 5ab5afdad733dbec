import { parseDuration } from '../../config/duration.ts';
import { Misuse } from './pom-command.ts';

/** `value` if it is one of `allowed`, else null. */
export function oneOf<T extends string>(allowed: readonly T[], value: string): T | null {
  return allowed.find((candidate) => candidate === value) ?? null;
}

/** A `--timeout` in ms; null: none was given. @throws {Misuse} */
export function timeoutOption(text: string | undefined): number | null {
  if (text === undefined) return null;
  const ms = parseDuration(text);
  if (ms === null) throw new Misuse(`--timeout takes a duration such as 30s or 1m30s, not "${text}"`);
  return ms;
}

/** A duration in ms, of at least `minMs`. @throws {Misuse} */
export function durationOption(option: string, text: string, minMs: number): number {
  const ms = parseDuration(text);
  if (ms === null) throw new Misuse(`${option} takes a duration such as 5s or 1m30s, not "${text}"`);
  if (ms < minMs) throw new Misuse(`${option} takes a duration of at least ${minMs / 1000}s, not "${text}"`);
  return ms;
}

/** A point in time: a duration ago (`5m`) or an RFC 3339 time. Wall time in ms. @throws {Misuse} */
export function timeOption(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const ago = parseDuration(text);
  if (ago !== null) return Date.now() - ago;
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at))
    throw new Misuse(`${option} takes a duration such as 5m, or a time such as 2026-01-31T12:00:00Z, not "${text}"`);
  return at;
}

/** A whole number of at least `min`; null: none was given. @throws {Misuse} */
export function wholeNumberOption(option: string, text: string | undefined, min: number): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < min)
    throw new Misuse(`${option} takes a whole number of at least ${min}, not "${text}"`);
  return value;
}
