import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import { closest } from '../util/closest.ts';
import type { Diagnostics } from './diagnostic.ts';
import type { ConfigNode, Entry, MapNode, ScalarNode } from './node.ts';
import type { SourceFile, Span } from './source-file.ts';

/**
 * The most values that aliases may stand for, together: 10,000 processes with 30 defaults each. Counted, never built,
 * so a bomb of aliases costs nothing.
 */
const MOST_ALIASED_VALUES = 300_000;

/** As deep as a text may be nested (`parse.ts`): whoever walks the nodes may rely on twice that. */
const DEEPEST_ALIAS = 100;

/** Names that mean something to JavaScript objects. pom's own maps do not mind, but a reader of `--json` may. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Turns a composed document into nodes: aliases become the nodes they stand for, merge keys (`<<`) entries. */
export function treeOf(contents: Node | null, source: SourceFile, diagnostics: Diagnostics): ConfigNode | null {
  return new TreeBuilder(source, diagnostics).build(contents, source.span(0, 0));
}

interface Extent {
  readonly values: number;
  readonly depth: number;
}

const SCALAR_EXTENT: Extent = { values: 1, depth: 0 };

class TreeBuilder {
  readonly #source: SourceFile;
  readonly #diagnostics: Diagnostics;
  /** Null while the anchored node is being built: an alias to it then would contain itself. */
  readonly #anchors = new Map<string, ConfigNode | null>();
  /** How many values a list or map stands for, and in how many levels, aliases expanded. A scalar is one in none. */
  readonly #extents = new Map<ConfigNode, Extent>();
  #aliasedValues = 0;

  constructor(source: SourceFile, diagnostics: Diagnostics) {
    this.#source = source;
    this.#diagnostics = diagnostics;
  }

  /** @param missing where to point when there is no value. Null after a mistake, which has been reported. */
  build(node: unknown, missing: Span): ConfigNode | null {
    if (isAlias(node)) return this.#resolve(node.source, this.#spanOf(node, missing));
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, null);
    const built = this.#buildPlain(node, missing);
    if (anchor !== undefined && built !== null) this.#anchors.set(anchor, built);
    return built;
  }

  #buildPlain(node: unknown, missing: Span): ConfigNode | null {
    if (isMap(node)) return this.#map(node, missing);
    if (isSeq(node)) {
      const at = this.#spanOf(node, missing);
      const items = node.items.flatMap((item) => this.build(item, at) ?? []);
      return this.#sized({ kind: 'list', items, at }, items);
    }
    return this.#scalar(isScalar(node) ? node : null, missing);
  }

  #scalar(node: Scalar | null, missing: Span): ScalarNode {
    const at = node === null ? missing : this.#spanOf(node, missing);
    const empty = at.start === at.end;
    const value = scalarValue(node);
    const text = typeof value === 'string' ? value : (node?.source ?? String(value));
    if (text.includes('\0')) this.#diagnostics.error(at, 'a NUL character cannot be in a value');
    return {
      kind: 'scalar',
      value,
      text,
      interpolated: false,
      at: empty ? missing : at,
    };
  }

  #map(node: YAMLMap, missing: Span): MapNode {
    const at = this.#spanOf(node, missing);
    const entries = new Map<string, Entry>();
    const merged: MapNode[] = [];
    let mergeKey: Span | null = null;
    for (const pair of node.items) {
      const key = this.#key(pair, at);
      if (key === null) continue;
      if (isMergeKey(pair)) {
        if (mergeKey !== null) {
          const first = [{ message: 'the first one is here', at: mergeKey }];
          this.#diagnostics.error(key.at, '"<<" is written twice; write one with a list: <<: [*a, *b]', first);
        }
        mergeKey = key.at;
        merged.push(...this.#mergeSources(pair.value, key.at));
        continue;
      }
      const known = entries.get(key.name);
      if (known !== undefined) {
        const first = [{ message: 'it is written here first', at: known.keyAt }];
        this.#diagnostics.error(key.at, `the key "${key.name}" is written twice`, first);
        continue;
      }
      const value = this.build(pair.value, key.at);
      if (value !== null) entries.set(key.name, { keyAt: key.at, node: value });
    }
    for (const { entries: inherited } of merged) {
      for (const [name, entry] of inherited) if (!entries.has(name)) entries.set(name, entry);
    }
    return this.#sized(
      { kind: 'map', entries, at },
      [...entries.values()].map((entry) => entry.node),
    );
  }

  #key(pair: Pair, at: Span): { readonly name: string; readonly at: Span } | null {
    const node = isAlias(pair.key) ? this.build(pair.key, at) : this.#keyScalar(pair.key, at);
    const keyAt = this.#spanOf(pair.key, at);
    if (node === null) return null;
    if (node.kind !== 'scalar') {
      this.#diagnostics.error(keyAt, `a key must be text, not a ${node.kind}`);
      return null;
    }
    if (node.text === '' || (node.value === null && node.at === at)) {
      this.#diagnostics.error(keyAt, 'a key is missing before this ":"');
      return null;
    }
    if (FORBIDDEN_KEYS.has(node.text)) {
      this.#diagnostics.error(keyAt, `"${node.text}" cannot be a key`);
      return null;
    }
    return { name: node.text, at: keyAt };
  }

  #keyScalar(node: unknown, at: Span): ConfigNode | null {
    return isScalar(node) || isMap(node) || isSeq(node) ? this.build(node, at) : this.#scalar(null, at);
  }

  /** The maps that a merge key names. */
  #mergeSources(value: unknown, keyAt: Span): readonly MapNode[] {
    const node = this.build(value, keyAt);
    const candidates = node?.kind === 'list' ? node.items : node === null ? [] : [node];
    return candidates.flatMap((candidate) => {
      if (candidate.kind === 'map') return [candidate];
      this.#diagnostics.error(keyAt, `"<<" needs a map or a list of maps, not a ${candidate.kind}`);
      return [];
    });
  }

  #resolve(name: string, at: Span): ConfigNode | null {
    const node = this.#anchors.get(name);
    if (node === undefined) {
      const known = closest(name, this.#anchors.keys());
      const hint = known === null ? 'an anchor must be written before it is used' : `did you mean *${known}?`;
      this.#diagnostics.error(at, `there is no anchor &${name}; ${hint}`);
      return null;
    }
    if (node === null) {
      this.#diagnostics.error(at, `*${name} contains itself`);
      return null;
    }
    const { values, depth } = this.#extentOf(node);
    if (depth > DEEPEST_ALIAS) {
      this.#diagnostics.error(at, `*${name} is nested more than ${DEEPEST_ALIAS} levels deep`);
      return null;
    }
    const before = this.#aliasedValues;
    this.#aliasedValues += values;
    if (this.#aliasedValues <= MOST_ALIASED_VALUES) return node;
    if (before <= MOST_ALIASED_VALUES) {
      this.#diagnostics.error(at, `aliases stand for more than ${MOST_ALIASED_VALUES.toLocaleString('en')} values`);
    }
    return null;
  }

  #extentOf(node: ConfigNode): Extent {
    return this.#extents.get(node) ?? SCALAR_EXTENT;
  }

  #sized<N extends ConfigNode>(node: N, children: readonly ConfigNode[]): N {
    let values = 1;
    let depth = 0;
    for (const child of children) {
      const extent = this.#extentOf(child);
      values += extent.values;
      depth = Math.max(depth, extent.depth);
    }
    this.#extents.set(node, { values, depth: depth + 1 });
    return node;
  }

  #spanOf(node: unknown, missing: Span): Span {
    const range = isAlias(node) || isScalar(node) || isMap(node) || isSeq(node) ? node.range : null;
    return range ? this.#source.span(range[0], range[1]) : missing;
  }
}

/** Quoted, it is a key like any other. */
function isMergeKey({ key }: Pair): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
}

function scalarValue(node: Scalar | null): ScalarNode['value'] {
  const value = node?.value ?? null;
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value;
    default:
      return value === null ? null : String(value);
  }
}
