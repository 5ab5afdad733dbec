import type { ErrorObject } from 'ajv';
import type { Diagnostics } from './diagnostic.ts';
import { isValid } from './is-valid.ts';
import { mistakeMessage, pathOf } from './mistake.ts';
import { type ConfigNode, type Entry, get, type MapNode, toPlain } from './node.ts';
import type { Span } from './source-file.ts';

/**
 * Checks values against `pom.schema.json` and says what is wrong where it is written. Every mistake is reported once:
 * several complaints of the schema about one place are one mistake, and so is one that many processes got from the same
 * lines.
 */
export function validate(root: MapNode, diagnostics: Diagnostics): void {
  if (isValid(toPlain(root))) return;
  const seen = new SeenPlaces();
  // Defaults first: what is wrong there is said of them and not of the first process.
  for (const error of [...(isValid.errors ?? [])].sort(byPrecedence)) {
    const place = placeOf(error, root);
    if (place === null || seen.has(place)) continue;
    seen.add(place);
    diagnostics.error(place, mistakeMessage(error));
  }
}

/** Errors that only say that another error is wrong. */
const ECHOES: ReadonlySet<string> = new Set(['if', 'propertyNames', 'allOf']);

function byPrecedence(a: ErrorObject, b: ErrorObject): number {
  return rank(a) - rank(b);
}

function rank({ instancePath, keyword }: ErrorObject): number {
  return (instancePath.startsWith('/defaults') ? 0 : 10) + (keyword === 'type' ? 0 : keyword === 'enum' ? 1 : 2);
}

/** Null when there is nothing to say: an echo, or a value whose variables only a process knows. */
function placeOf(error: ErrorObject, root: MapNode): Span | null {
  if (ECHOES.has(error.keyword)) return null;
  const path = pathOf(error);
  const { node, entry } = find(root, path);
  switch (error.keyword) {
    case 'additionalProperties':
      return keyOf(node, String(error.params.additionalProperty)) ?? node.at;
    case 'required':
      return entry?.keyAt ?? node.at;
    default:
      if (error.propertyName !== undefined) return keyOf(node, error.propertyName) ?? node.at;
      if (path[0] === 'defaults' && node.kind === 'scalar' && node.interpolated) return null;
      return node.kind === 'scalar' || entry === null ? node.at : entry.keyAt;
  }
}

function keyOf(node: ConfigNode, key: string): Span | undefined {
  return node.kind === 'map' ? node.entries.get(key)?.keyAt : undefined;
}

/** The node at a path and, unless it is an item of a list, the entry it is the value of. */
function find(root: ConfigNode, path: readonly string[]): { readonly node: ConfigNode; readonly entry: Entry | null } {
  let node = root;
  let entry: Entry | null = null;
  for (const key of path) {
    entry = node.kind === 'map' ? (node.entries.get(key) ?? null) : null;
    const next = node.kind === 'list' ? node.items[Number(key)] : get(node, key);
    if (!next) throw new Error(`Internal error: the schema complains about ${path.join('/')}, which is not there`);
    node = next;
  }
  return { node, entry };
}

/** Places that have been complained about. */
class SeenPlaces {
  readonly #starts = new Map<Span['source'], Set<number>>();

  has({ source, start }: Span): boolean {
    return this.#starts.get(source)?.has(start) ?? false;
  }

  add({ source, start }: Span): void {
    const starts = this.#starts.get(source) ?? new Set();
    this.#starts.set(source, starts.add(start));
  }
}
