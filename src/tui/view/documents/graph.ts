import { startLevels } from '../../../model/dependency-graph.ts';
import { plainText } from '../../../util/terminal-text.ts';
import type { DashboardState } from '../../state.ts';
import { concat, type StyledText, styled } from '../../text/styled-text.ts';
import { briefStatus } from '../status-text.ts';
import { DIM, statusStyle } from '../theme.ts';

/**
 * Who waits for whom, from those that wait for nobody downwards:
 *
 * ```
 *   ✓ migrate
 *   └─ ● api          once it has completed successfully
 *      ├─ ● worker    once it has started
 * ```
 *
 * A process that waits for several is drawn once, below the one that starts last, and names the others.
 */
export function graphRows(state: DashboardState): readonly StyledText[] {
  const { processes, reports } = state.known;
  const edges = processes.flatMap(({ name }) =>
    (reports.get(name)?.spec.dependsOn ?? []).map((dependency) => ({ ...dependency, dependent: name })),
  );
  const parents = parentsOf(
    processes.map(({ name }) => name),
    edges,
  );
  const rows: StyledText[] = [];
  const draw = (name: string, lead: string, below: string): void => {
    rows.push(nodeRow(state, name, lead, conditionsText(edges, name, parents.get(name) ?? null)));
    const children = processes.filter((process) => parents.get(process.name) === name);
    for (const [index, child] of children.entries()) {
      const isLast = index === children.length - 1;
      draw(child.name, below + (isLast ? '└─ ' : '├─ '), below + (isLast ? '   ' : '│  '));
    }
  };
  for (const { name } of processes) if (!parents.has(name)) draw(name, '', '');
  return rows.length === 0 ? [styled('there are no processes', DIM)] : rows;
}

/** Below whom each process is drawn: of those that it waits for, the one that is itself the furthest down. */
function parentsOf(names: readonly string[], edges: readonly Edge[]): ReadonlyMap<string, string> {
  // While specs are read anew the graph may be half of two: what is not there cannot be drawn.
  const known = new Set(names);
  const dependenciesOf = (name: string) =>
    edges.flatMap((edge) => (edge.dependent === name && known.has(edge.process) ? [edge.process] : []));
  const graph = new Map(names.map((name) => [name, dependenciesOf(name)]));
  const levels = new Map(startLevels(graph).flatMap((level, depth) => level.map((name) => [name, depth] as const)));
  const parents = new Map<string, string>();
  for (const [name, dependencies] of graph) {
    const deepest = dependencies.toSorted((a, b) => (levels.get(b) ?? 0) - (levels.get(a) ?? 0))[0];
    if (deepest !== undefined) parents.set(name, deepest);
  }
  return parents;
}

interface Edge {
  readonly process: string;
  readonly condition: string;
  readonly dependent: string;
}

function nodeRow(state: DashboardState, name: string, lead: string, conditions: string): StyledText {
  const process = state.known.processes.find((candidate) => candidate.name === name);
  if (process === undefined) return styled(lead + plainText(name), DIM);
  const style = statusStyle(process.status);
  return concat(
    styled(lead, DIM),
    styled(`${state.setup.look.glyphs.status[process.status]} `, style),
    styled(plainText(name)),
    styled(`  ${briefStatus(state.known, process)}`, style),
    styled(conditions, DIM),
  );
}

/** `  once it has completed successfully, and db has started`. */
function conditionsText(edges: readonly Edge[], name: string, parent: string | null): string {
  const own = edges.filter((edge) => edge.dependent === name);
  const ordered = [...own.filter((edge) => edge.process === parent), ...own.filter((edge) => edge.process !== parent)];
  const texts = ordered.map(({ process, condition }) =>
    process === parent
      ? `it has ${condition.replaceAll('_', ' ')}`
      : `${plainText(process)} has ${condition.replaceAll('_', ' ')}`,
  );
  return texts.length === 0 ? '' : `  once ${texts.join(', and ')}`;
}
