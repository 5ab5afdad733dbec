import { constants } from 'node:os';
import type { SignalName } from '../model/exit.ts';
import { err, ok, type Result } from '../model/result.ts';
import { closest } from '../util/closest.ts';
import { isJsonObject, type Json, type JsonObject, snakeCase } from './json.ts';
import type { JsonSchema } from './json-schema.ts';
import { parseTimestamp } from './timestamp.ts';

/**
 * One value of a request, as it must be; the failure completes the sentence "NAME must be …". `schema` says the same to
 * programs: a value that it refuses is refused.
 */
export interface Reader<T> {
  (value: Json): Result<T, string>;
  readonly schema: JsonSchema;
}

/** A field: how it is read, and what it is when it is left out (or null). Without a fallback it is required. */
export type Field<T> = { readonly read: Reader<T>; readonly fallback?: T };

/** The fields of an object, under their names in the code. */
export type Fields<R> = { readonly [K in keyof R]: Field<R[K]> };

export function required<T>(read: Reader<T>): Field<T> {
  return { read };
}

export function optional<T>(read: Reader<T>, fallback: T): Field<T> {
  return { read, fallback };
}

/**
 * Reads an object field by field. Fields that nobody knows are mistakes, not extensions: whoever misspells `stream`
 * should hear of it and not get both streams.
 *
 * @param known names that are read elsewhere.
 * @returns what is wrong, as a sentence about `what`.
 */
export function readFields<R>(
  object: JsonObject,
  fields: Fields<R>,
  what: string,
  known: readonly string[] = [],
): Result<R, string> {
  const names = Object.keys(fields).map(snakeCase);
  const stranger = Object.keys(object).find((name) => !names.includes(name) && !known.includes(name));
  if (stranger !== undefined) return err(`${what} has no field ${quote(stranger)}${didYouMean(stranger, names)}`);
  const values: Partial<R> = {};
  for (const key of Object.keys(fields) as (keyof R & string)[]) {
    const name = snakeCase(key);
    const { read, fallback } = fields[key];
    const value = object[name] ?? null;
    if (value !== null) {
      const result = read(value);
      if (!result.ok) return err(`${name} of ${what} must be ${result.failure}`);
      values[key] = result.value;
    } else if (fallback !== undefined) {
      values[key] = fallback;
    } else {
      return err(`${what} needs ${name}`);
    }
  }
  return ok(values as R);
}

export const text: Reader<string> = reader({ type: 'string', minLength: 1 }, (value) =>
  typeof value === 'string' && value !== '' ? ok(value) : err('a text that is not empty'),
);

export const flag: Reader<boolean> = reader({ type: 'boolean' }, (value) =>
  typeof value === 'boolean' ? ok(value) : err('true or false'),
);

/** A whole number, 0 or more. */
export const count: Reader<number> = reader(
  { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
      ? ok(value)
      : err('a whole number, 0 or more'),
);

/** Rows or columns of a terminal. */
export const cells: Reader<number> = reader({ type: 'integer', minimum: 1, maximum: 65_535 }, (value) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535
    ? ok(value)
    : err('a whole number from 1 to 65535'),
);

const BASE64 = '^[A-Za-z0-9+/]*={0,2}$';

export const base64: Reader<Uint8Array> = reader({ type: 'string', pattern: BASE64 }, (value) =>
  typeof value === 'string' && new RegExp(BASE64).test(value) ? ok(Buffer.from(value, 'base64')) : err('base64'),
);

export const milliseconds: Reader<number> = reader({ type: 'number', minimum: 0 }, (value) =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0
    ? ok(value)
    : err('a number of milliseconds, 0 or more'),
);

/** RFC 3339, or milliseconds since the epoch. */
export const time: Reader<number> = reader(
  { anyOf: [{ type: 'string', format: 'date-time' }, { type: 'number' }] },
  (value) => {
    const ms = typeof value === 'string' ? parseTimestamp(value) : value;
    return typeof ms === 'number' && Number.isFinite(ms) ? ok(ms) : err('a time such as "2026-01-31T08:05:09Z"');
  },
);

/** One name or glob, or a list of them. */
export const targets: Reader<readonly string[]> = reader(
  { anyOf: [text.schema, { type: 'array', items: text.schema }] },
  (value) => {
    const list: readonly Json[] = Array.isArray(value) ? value : [value];
    const names = list.filter((name) => typeof name === 'string' && name !== '');
    return names.length === list.length ? ok(names as readonly string[]) : err('a name or a list of names');
  },
);

export const requestId: Reader<string | number> = reader({ type: ['string', 'number'] }, (value) =>
  typeof value === 'string' || typeof value === 'number' ? ok(value) : err('a text or a number'),
);

export const runNumber: Reader<number | 'current'> = reader(
  {
    anyOf: [
      { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
      { const: 'current' },
    ],
  },
  (value) =>
    value === 'current' || (typeof value === 'number' && Number.isSafeInteger(value))
      ? ok(value)
      : err('a run number, a negative number counted from the current run, or "current"'),
);

export const signalName: Reader<SignalName> = oneOf(Object.keys(constants.signals) as SignalName[], 'a signal');

/** @param what stands for the list in messages when the list is too long for them. */
export function oneOf<T extends string>(allowed: readonly T[], what?: string): Reader<T> {
  return reader({ type: 'string', enum: allowed }, (value) => {
    const found = allowed.find((candidate) => candidate === value);
    if (found !== undefined) return ok(found);
    const wanted = what ?? allowed.map(quote).join(' or ');
    return err(typeof value === 'string' ? `${wanted}${didYouMean(value, allowed)}` : wanted);
  });
}

export function nested<R>(fields: Fields<R>): Reader<R> {
  return reader(schemaOf(fields), (value) => {
    if (!isJsonObject(value)) return err('an object');
    const result = readFields(value, fields, 'it');
    return result.ok ? result : err(`an object; ${result.failure}`);
  });
}

/** What `readFields` accepts of an object. */
export function schemaOf(fields: Fields<unknown>): JsonSchema {
  const entries = Object.entries<Field<unknown>>(fields);
  const required = entries.filter(([, { fallback }]) => fallback === undefined).map(([key]) => snakeCase(key));
  const properties = entries.map(([key, { read, fallback }]) => {
    const plain = fallback === undefined || fallback === null || (Array.isArray(fallback) && fallback.length === 0);
    return [snakeCase(key), plain ? read.schema : { ...read.schema, default: fallback }];
  });
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

/** `; did you mean "x"?`, or nothing. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const suggestion = closest(word, candidates);
  return suggestion === null ? '' : `; did you mean "${suggestion}"?`;
}

/** For a message: what somebody sent, in quotes and not longer than a message should be. */
export function quote(word: string): string {
  return JSON.stringify(word.length > 60 ? `${word.slice(0, 60)}…` : word);
}

function reader<T>(schema: JsonSchema, read: (value: Json) => Result<T, string>): Reader<T> {
  return Object.assign((value: Json) => read(value), { schema });
}
