import { existsSync } from 'node:fs';
import path from 'node:path';
import { isScalar, parseDocument, visit } from 'yaml';
import { err, ok, type Result } from '../../model/result.ts';
import { readText } from '../read-text.ts';

/** A value in a compose file; every plain value is the text that is written there, so that `1.10` stays `1.10`. */
export type ComposeValue = string | null | readonly ComposeValue[] | ComposeMap;

export interface ComposeMap {
  readonly [key: string]: ComposeValue;
}

export interface ComposeFile {
  /** As it should be shown. */
  readonly name: string;
  readonly services: ReadonlyMap<string, ComposeMap>;
  /** What compose would read besides, and is not read here: a sentence each. */
  readonly notRead: readonly string[];
}

/** In the order in which compose looks for them. */
const NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];

/** What compose lays over it. */
const OVERRIDES = NAMES.map((name) => name.replace(/\.ya?ml$/, '.override$&'));

/** Reads the compose file of a directory. @returns null when there is none; the failure is a sentence. */
export function readComposeFile(directory: string): Result<ComposeFile | null, string> {
  const name = NAMES.find((candidate) => existsSync(path.join(directory, candidate)));
  if (name === undefined) return ok(null);
  const text = readText(path.join(directory, name));
  if (!text.ok) return err(`${name} ${text.failure.problem}`);
  const content = parseValues(text.value);
  if (content === null) return err(`${name} is not YAML that can be read`);
  const { services: written, include } = mapOf(content);
  const services = mapOf(written ?? null);
  const override = OVERRIDES.find((candidate) => existsSync(path.join(directory, candidate)));
  const notRead = [
    ...(override === undefined ? [] : [`${override} changes ${name}`]),
    ...(include === undefined ? [] : [`"include" of ${name} names other files`]),
  ];
  const maps = Object.entries(services).map(([service, value]) => [service, mapOf(value)] as const);
  return ok({ name, services: new Map(maps), notRead });
}

/** The entries of a map; none for anything else. */
export function mapOf(value: ComposeValue): ComposeMap {
  return isMap(value) ? value : {};
}

/** The items of a list; one for a text; none for anything else. */
export function listOf(value: ComposeValue | undefined): readonly ComposeValue[] {
  if (typeof value === 'string') return [value];
  return isList(value) ? value : [];
}

/** The texts of a list. */
export function textsOf(value: ComposeValue | undefined): readonly string[] {
  return listOf(value).filter((item): item is string => typeof item === 'string');
}

export function textOf(value: ComposeValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

export function isList(value: ComposeValue | undefined): value is readonly ComposeValue[] {
  return Array.isArray(value);
}

export function isMap(value: ComposeValue | undefined): value is ComposeMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Null when the text is not YAML, or when its aliases would make too much of it. */
function parseValues(text: string): ComposeValue {
  const document = parseDocument(text, { schema: 'core', merge: true, logLevel: 'silent' });
  if (document.errors.length > 0) return null;
  visit(document, {
    Scalar(_key, node) {
      if (node.value !== null && typeof node.value !== 'string') node.value = node.source ?? String(node.value);
    },
    Pair(_key, pair) {
      // "1: x" is a map with the key "1".
      if (isScalar(pair.key) && pair.key.value === null) pair.key.value = '';
    },
  });
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    // The library's word for aliases that are too many, or that lead nowhere.
    if (error instanceof ReferenceError) return null;
    throw error;
  }
}
