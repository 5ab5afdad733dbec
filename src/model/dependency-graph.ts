/** Who waits for whom: for each name, the names it depends on. Names that are depended on must be keys too. */
export type DependencyGraph = ReadonlyMap<string, readonly string[]>;

/**
 * The cycles of the graph, each as the names along it with the first one repeated at the end (`a → b → a`).
 *
 * Every strongly connected component yields one cycle, a shortest one through its first name, so that a config with
 * cycles is told about each knot once and in the fewest edges. Components are found with Tarjan's algorithm
 * (R. Tarjan, "Depth-first search and linear graph algorithms", 1972), written without recursion: a chain of 10,000
 * processes is no problem.
 */
export function findCycles(graph: DependencyGraph): readonly (readonly string[])[] {
  return stronglyConnectedComponents(graph).flatMap((component) => {
    const [only] = component;
    // Nearly every component is one name that does not wait for itself: nothing to look for.
    if (component.length === 1 && only !== undefined && !graph.get(only)?.includes(only)) return [];
    const members = new Set(component);
    const first = [...graph.keys()].find((name) => members.has(name));
    if (first === undefined) return [];
    const cycle = shortestCycleThrough(first, members, graph);
    return cycle === null ? [] : [cycle];
  });
}

/**
 * Names in groups that may start together: each group depends only on the groups before it. The reverse is the order
 * in which to stop.
 *
 * @throws when the graph has a cycle: the configuration should have been refused.
 */
export function startLevels(graph: DependencyGraph): readonly (readonly string[])[] {
  const waitingFor = new Map([...graph].map(([name, dependencies]) => [name, new Set(dependencies).size]));
  const dependents = dependentsOf(graph);
  const levels: string[][] = [];
  let level = [...graph.keys()].filter((name) => waitingFor.get(name) === 0);
  let placed = 0;
  while (level.length > 0) {
    levels.push(level);
    placed += level.length;
    const next: string[] = [];
    for (const name of level) {
      for (const dependent of dependents.get(name) ?? []) {
        const left = (waitingFor.get(dependent) ?? 0) - 1;
        waitingFor.set(dependent, left);
        if (left === 0) next.push(dependent);
      }
    }
    level = next;
  }
  if (placed < graph.size) throw new Error('Internal error: start levels of a cyclic dependency graph');
  return levels;
}

/** For each name, the names that depend on it directly, in the order of the graph. */
export function dependentsOf(graph: DependencyGraph): ReadonlyMap<string, readonly string[]> {
  const dependents = new Map<string, string[]>([...graph.keys()].map((name) => [name, []]));
  for (const [name, dependencies] of graph) {
    for (const dependency of new Set(dependencies)) dependents.get(dependency)?.push(name);
  }
  return dependents;
}

/** `names` and everything they depend on, directly or not, in the order of the graph. */
export function withDependencies(names: Iterable<string>, graph: DependencyGraph): readonly string[] {
  const found = new Set<string>();
  const queue = [...names];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    queue.push(...(graph.get(name) ?? []));
  }
  return [...graph.keys()].filter((name) => found.has(name));
}

interface Frame {
  readonly name: string;
  readonly dependencies: readonly string[];
  next: number;
}

function stronglyConnectedComponents(graph: DependencyGraph): readonly (readonly string[])[] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const path: string[] = [];
  const onPath = new Set<string>();
  const components: string[][] = [];

  const enter = (name: string): Frame => {
    index.set(name, index.size);
    low.set(name, index.size - 1);
    path.push(name);
    onPath.add(name);
    return { name, dependencies: graph.get(name) ?? [], next: 0 };
  };
  const lower = (name: string, to: number) => low.set(name, Math.min(low.get(name) ?? to, to));

  for (const root of graph.keys()) {
    if (index.has(root)) continue;
    const frames = [enter(root)];
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const dependency = frame.dependencies[frame.next++];
      if (dependency !== undefined) {
        const seenAt = index.get(dependency);
        if (seenAt === undefined) frames.push(enter(dependency));
        else if (onPath.has(dependency)) lower(frame.name, seenAt);
        continue;
      }
      frames.pop();
      const lowest = low.get(frame.name) ?? 0;
      const parent = frames.at(-1);
      if (parent !== undefined) lower(parent.name, lowest);
      if (lowest === index.get(frame.name)) {
        const component = path.splice(path.indexOf(frame.name));
        for (const name of component) onPath.delete(name);
        components.push(component);
      }
    }
  }
  return components.reverse();
}

/** Breadth first from `start` back to itself, within `members`; null when there is no way back. */
function shortestCycleThrough(
  start: string,
  members: ReadonlySet<string>,
  graph: DependencyGraph,
): readonly string[] | null {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (let head = 0; head < queue.length; head++) {
    const name = queue[head] ?? start;
    for (const dependency of graph.get(name) ?? []) {
      if (dependency === start) {
        const cycle = [start, name];
        for (let at = name; at !== start; ) {
          at = cameFrom.get(at) ?? start;
          cycle.push(at);
        }
        return name === start ? [start, start] : cycle.reverse();
      }
      if (!members.has(dependency) || cameFrom.has(dependency)) continue;
      cameFrom.set(dependency, name);
      queue.push(dependency);
    }
  }
  return null;
}
