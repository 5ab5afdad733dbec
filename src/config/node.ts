import type { Span } from './source-file.ts';

/**
 * A value of a configuration and where it was written: what is left of YAML once aliases and merge keys are resolved.
 * Nodes are immutable and shared wherever a value is used twice. Keys live in a `Map`, so no key is special.
 */
export type ConfigNode = ScalarNode | ListNode | MapNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As it was written: `1.10` is the number 1.1 and the text "1.10". Equal to `value` for a string. */
  readonly text: string;
  /** Holds the values of variables; what is written in the file is something else. */
  readonly interpolated: boolean;
  readonly at: Span;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly ConfigNode[];
  readonly at: Span;
}

export interface MapNode {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Entry>;
  readonly at: Span;
}

/** A key with its value. */
export interface Entry {
  readonly keyAt: Span;
  readonly node: ConfigNode;
}

/** The value of a key; null when the node is no map or has no such key. */
export function get(node: ConfigNode | null, key: string): ConfigNode | null {
  return entriesOf(node).get(key)?.node ?? null;
}

/** No entries for what is no map. */
export function entriesOf(node: ConfigNode | null): ReadonlyMap<string, Entry> {
  return node?.kind === 'map' ? node.entries : NO_ENTRIES;
}

/** No items for what is no list. */
export function itemsOf(node: ConfigNode | null): readonly ConfigNode[] {
  return node?.kind === 'list' ? node.items : [];
}

/** The string that a scalar holds; null for every other node. */
export function stringOf(node: ConfigNode | null): string | null {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : null;
}

const NO_ENTRIES: ReadonlyMap<string, Entry> = new Map();

/** The same values without positions, for a JSON schema. Objects have no prototype; shared nodes become shared objects. */
export function toPlain(root: ConfigNode): unknown {
  const done = new Map<ConfigNode, unknown>();
  const convert = (node: ConfigNode): unknown => {
    if (node.kind === 'scalar') return node.value;
    const known = done.get(node);
    if (known !== undefined) return known;
    const value =
      node.kind === 'list'
        ? node.items.map(convert)
        : Object.assign(
            Object.create(null),
            Object.fromEntries([...node.entries].map(([key, entry]) => [key, convert(entry.node)])),
          );
    done.set(node, value);
    return value;
  };
  return convert(root);
}
