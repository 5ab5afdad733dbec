import { type DependencyGraph, findCycles } from '../model/dependency-graph.ts';
import { chainText } from './chain.ts';
import type { Diagnostics } from './diagnostic.ts';
import { mergeMaps } from './merge.ts';
import { NameSuggestions } from './name-suggestions.ts';
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
  const bottom: FlatMap = { node: defaults?.kind === 'map' ? defaults : null, complete: true };
  const flat = new Map<string, FlatMap>();
  for (const name of written.keys()) {
    // From the first ancestor that is flat already down to the process: each is merged once, and a chain may be long.
    for (const link of chainOf(name, written, broken, flat).reverse()) flat.set(link, flatten(link));
  }
  return new Map(
    [...written].map(([name, { keyAt, node }]) => {
      const { node: merged, complete } = flat.get(name) ?? bottom;
      const whole = node.kind === 'map' && merged !== null ? { ...merged, at: node.at } : node;
      return [name, { name, entry: { keyAt, node: whole }, complete }];
    }),
  );

  function flatten(name: string): FlatMap {
    const node = written.get(name)?.node;
    if (node?.kind !== 'map') return { ...bottom, complete: false };
    const parent = get(node, 'extends');
    const parentName = broken.has(name) ? null : stringOf(parent);
    const below = parentName === null ? { ...bottom, complete: parent === null } : (flat.get(parentName) ?? bottom);
    return { node: below.node === null ? node : mergeMaps(below.node, node), complete: below.complete };
  }
}

/** A process with its parents and the defaults in it. */
interface FlatMap {
  readonly node: MapNode | null;
  readonly complete: boolean;
}

/** The process, its parent, its parent's parent, as far as they are not flat yet. */
function chainOf(
  name: string,
  written: ReadonlyMap<string, Entry>,
  broken: ReadonlySet<string>,
  flat: ReadonlyMap<string, FlatMap>,
): string[] {
  const chain: string[] = [];
  for (let at: string | null = name; at !== null && !flat.has(at); ) {
    chain.push(at);
    at = broken.has(at) ? null : stringOf(get(written.get(at)?.node ?? null, 'extends'));
  }
  return chain;
}

/** Reports, and returns, the processes whose `extends` leads nowhere or back to themselves. */
function brokenNames(written: ReadonlyMap<string, Entry>, diagnostics: Diagnostics): ReadonlySet<string> {
  const broken = new Set<string>();
  const suggestions = new NameSuggestions(written.keys());
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
    const question = suggestions.for(parent, name);
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
