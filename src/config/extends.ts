import { type DependencyGraph, findCycles } from '../model/dependency-graph.ts';
import { closest } from '../util/closest.ts';
import { chainText } from './chain.ts';
import type { Diagnostics } from './diagnostic.ts';
import { mergeMaps } from './merge.ts';
import { type ConfigNode, type Entry, entriesOf, get, type MapNode, stringOf } from './node.ts';

/** A process with everything it starts from merged into it. */
export interface FlatProcess {
  readonly name: string;
  readonly entry: Entry;
  /** False when what it extends is not there: it may lack keys for that reason. */
  readonly complete: boolean;
}

/**
 * Merges each process over the one it extends, and all of them over `defaults`. Whatever is no map is left as it is,
 * for the validation to complain about.
 */
export function flattenProcesses(
  processes: ConfigNode | null,
  defaults: ConfigNode | null,
  diagnostics: Diagnostics,
): ReadonlyMap<string, FlatProcess> {
  const written = entriesOf(processes);
  const broken = brokenNames(written, diagnostics);
  const flat = new Map<string, FlatProcess>();
  for (const [name, entry] of written) {
    const chain = chainOf(name, written, broken);
    const { node } = entry;
    if (node.kind !== 'map') {
      flat.set(name, { name, entry, complete: false });
      continue;
    }
    const bottom: MapNode = defaults?.kind === 'map' ? defaults : { ...node, entries: new Map() };
    const merged = chain.maps.reduceRight((below, over) => mergeMaps(below, over), bottom);
    flat.set(name, { name, entry: { keyAt: entry.keyAt, node: { ...merged, at: node.at } }, complete: chain.complete });
  }
  return flat;
}

/** The process, its parent, its parent's parent: the maps as written, nearest first. */
function chainOf(name: string, written: ReadonlyMap<string, Entry>, broken: ReadonlySet<string>) {
  const maps: MapNode[] = [];
  for (let at: string | null = name; at !== null; ) {
    const node: ConfigNode | undefined = written.get(at)?.node;
    if (node?.kind !== 'map') return { maps, complete: false };
    maps.push(node);
    if (broken.has(at)) return { maps, complete: false };
    const parent = get(node, 'extends');
    at = stringOf(parent);
    if (parent !== null && at === null) return { maps, complete: false };
  }
  return { maps, complete: true };
}

/** Reports, and returns, the processes whose `extends` leads nowhere or back to themselves. */
function brokenNames(written: ReadonlyMap<string, Entry>, diagnostics: Diagnostics): ReadonlySet<string> {
  const broken = new Set<string>();
  const parents = new Map<string, readonly string[]>();
  for (const [name, { node }] of written) {
    parents.set(name, []);
    const value = get(node, 'extends');
    const parent = stringOf(value);
    if (value === null || parent === null) continue;
    if (written.has(parent)) {
      parents.set(name, [parent]);
      continue;
    }
    broken.add(name);
    const hint = closest(
      parent,
      [...written.keys()].filter((candidate) => candidate !== name),
    );
    const question = hint === null ? '' : `; did you mean "${hint}"?`;
    diagnostics.error(value.at, `process "${name}" extends "${parent}", which does not exist${question}`);
  }
  for (const cycle of findCycles(parents)) {
    for (const name of cycle) broken.add(name);
    reportCycle(cycle, parents, written, diagnostics);
  }
  return broken;
}

function reportCycle(
  cycle: readonly string[],
  parents: DependencyGraph,
  written: ReadonlyMap<string, Entry>,
  diagnostics: Diagnostics,
): void {
  const edges = cycle.slice(0, -1).flatMap((name) => {
    const at = get(written.get(name)?.node ?? null, 'extends')?.at;
    return at === undefined ? [] : [{ message: `"${name}" extends "${parents.get(name)?.[0]}" here`, at }];
  });
  const [first, ...others] = edges;
  if (first === undefined) return;
  const message =
    others.length === 0 ? `process "${cycle[0]}" extends itself` : `processes extend each other: ${chainText(cycle)}`;
  diagnostics.error(first.at, message, others);
}
