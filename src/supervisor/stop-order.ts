import { type DependencyGraph, dependentsOf, startLevels } from '../model/dependency-graph.ts';

/**
 * Ends `names` in reverse dependency order: each as soon as everything among them that depends on it, directly or
 * through others, is down. Those that can begin, begin before this returns.
 *
 * @param end brings one down; resolves when it is.
 * @returns resolves when all are down.
 */
export async function endInReverse(
  names: ReadonlySet<string>,
  graph: DependencyGraph,
  end: (name: string) => Promise<unknown>,
): Promise<void> {
  const dependents = dependentsOf(graph);
  const down = new Map<string, Promise<unknown>>();
  for (const name of startLevels(graph).flat().reverse()) {
    const before = (dependents.get(name) ?? []).flatMap((dependent) => down.get(dependent) ?? []);
    const ready = before.length === 0 ? null : Promise.all(before);
    if (names.has(name)) down.set(name, ready === null ? end(name) : ready.then(() => end(name)));
    else if (ready !== null) down.set(name, ready);
  }
  await Promise.all(down.values());
}
