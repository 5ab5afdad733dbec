import { Graph, layout } from '@dagrejs/dagre';
import type { GraphNode } from '../../../model/dependency-tree.ts';
import type { Dependency } from '../../../model/process-spec.ts';

/** Where a process is drawn: CSS pixels from the upper left corner of the picture to that of its box. */
export interface PlacedNode {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An arrow from a process to what it depends on. */
export interface PlacedEdge {
  readonly from: string;
  readonly dependency: Dependency;
  /** Where it goes along, from the box of the process to that of the dependency; never empty. */
  readonly points: readonly Point[];
  /** Where there is room for words. */
  readonly label: Point;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** CSS pixels. */
const HEIGHT = 44;
const LEAST_WIDTH = 120;
const MOST_WIDTH = 260;
const CHARACTER_WIDTH = 8.5;
const PADDING = 36;
const MARGIN = 16;
const LABEL = { width: 70, height: 16 };

/**
 * Places processes in layers: what starts first is at the left, or at the top where it is narrow, and nothing is before
 * what it depends on. Dagre does it, by the method of Sugiyama and others.
 *
 * @param nodes every dependency is one of them.
 */
export function graphLayout(nodes: readonly GraphNode[], isNarrow: boolean): GraphLayout {
  if (nodes.length === 0) return { width: 0, height: 0, nodes: [], edges: [] };
  const graph = new Graph();
  graph.setGraph({ rankdir: isNarrow ? 'BT' : 'RL', nodesep: 16, ranksep: 40, marginx: MARGIN, marginy: MARGIN });
  for (const { name } of nodes) graph.setNode(name, { width: widthOf(name), height: HEIGHT });
  for (const { name, dependsOn } of nodes) {
    for (const { process } of dependsOn) graph.setEdge(name, process, { ...LABEL, labelpos: 'c' });
  }
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    nodes: nodes.map(({ name }) => placed(name, graph.node(name))),
    edges: nodes.flatMap(({ name, dependsOn }) =>
      dependsOn.map((dependency) => {
        const { points, x, y } = graph.edge(name, dependency.process);
        return { from: name, dependency, points, label: { x, y } };
      }),
    ),
  };
}

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The nearest box in a direction from that of `name`: how far it is off to the side counts twice. */
export function neighbour({ nodes }: GraphLayout, name: string, direction: Direction): string | null {
  const from = nodes.find((node) => node.name === name);
  if (from === undefined) return null;
  const distances = nodes.flatMap((node) => {
    const [dx, dy] = [node.x + node.width / 2 - from.x - from.width / 2, node.y - from.y];
    const [ahead, aside] = { left: [-dx, dy], right: [dx, dy], up: [-dy, dx], down: [dy, dx] }[direction] as [
      number,
      number,
    ];
    return ahead > 1 ? [{ name: node.name, distance: ahead + 2 * Math.abs(aside) }] : [];
  });
  return distances.sort((a, b) => a.distance - b.distance)[0]?.name ?? null;
}

function widthOf(name: string): number {
  return Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, name.length * CHARACTER_WIDTH + PADDING));
}

/** Dagre says where the middle is. */
function placed(
  name: string,
  { x, y, width, height }: Point & { readonly width: number; readonly height: number },
): PlacedNode {
  return { name, x: x - width / 2, y: y - height / 2, width, height };
}
