import { dependentsOf } from './dependency-graph.ts';
import type { Dependency } from './process-spec.ts';
import type { ProcessStatus } from './process-status.ts';

/** One process among those it depends on. */
export interface GraphNode {
  readonly name: string;
  /** Null: no session runs. */
  readonly status: ProcessStatus | null;
  readonly dependsOn: readonly Dependency[];
}

/** One line of a dependency graph drawn as trees. */
export interface TreeRow {
  readonly node: GraphNode;
  /** For each level from the outermost: whether the entry of that level is the last of its siblings. Empty: a root. */
  readonly isLast: readonly boolean[];
  /** How the row above it depends on it; null for a root. */
  readonly dependency: Dependency | null;
  /** It has been drawn above, with all that it depends on: nothing follows below this one. */
  readonly isRepeated: boolean;
}

/**
 * The graph as trees: roots are the processes that nothing depends on, below each is what it depends on. A process
 * that several depend on has a row below each of them and its own dependencies only below the first. A dependency
 * that is not among `nodes` is left out. Written without recursion: chains may be long.
 */
export function dependencyTree(nodes: readonly GraphNode[]): readonly TreeRow[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const graph = new Map(nodes.map(({ name, dependsOn }) => [name, dependsOn.map(({ process }) => process)]));
  const dependents = dependentsOf(graph);
  const drawn = new Set<string>();
  const rows: TreeRow[] = [];
  const stack = nodes
    .filter(({ name }) => (dependents.get(name) ?? []).length === 0)
    .map((node): Omit<TreeRow, 'isRepeated'> => ({ node, isLast: [], dependency: null }))
    .reverse();
  for (let row = stack.pop(); row !== undefined; row = stack.pop()) {
    const { node, isLast } = row;
    const isRepeated = drawn.has(node.name);
    drawn.add(node.name);
    rows.push({ ...row, isRepeated });
    if (isRepeated) continue;
    const found = node.dependsOn.flatMap((dependency) => {
      const below = byName.get(dependency.process);
      return below === undefined ? [] : [{ node: below, dependency }];
    });
    const children = found.map((child, index) => ({ ...child, isLast: [...isLast, index === found.length - 1] }));
    stack.push(...children.reverse());
  }
  return rows;
}
