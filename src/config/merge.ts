import type { ConfigNode, Entry, MapNode } from './node.ts';

/**
 * `over` laid over `base`: maps merge, key by key, and everything else (lists, too) is replaced. Values keep the place
 * they were written at; keys keep the order of `base`, new ones follow.
 */
export function mergeNodes(base: ConfigNode, over: ConfigNode): ConfigNode {
  return base.kind === 'map' && over.kind === 'map' ? mergeMaps(base, over) : over;
}

export function mergeMaps(base: MapNode, over: MapNode): MapNode {
  if (base.entries.size === 0) return over;
  const entries = new Map<string, Entry>(base.entries);
  for (const [key, entry] of over.entries) {
    const below = base.entries.get(key);
    entries.set(key, below === undefined ? entry : { keyAt: entry.keyAt, node: mergeNodes(below.node, entry.node) });
  }
  return { kind: 'map', entries, at: over.at };
}
