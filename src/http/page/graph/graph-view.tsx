import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { GraphNode } from '../../../model/dependency-tree.ts';
import { apiFailureMessage } from '../api/api.ts';
import { usePage } from '../view/page-state.ts';
import { useWidth } from '../view/use-width.ts';
import { type Direction, graphLayout, neighbour } from './graph-layout.ts';
import { GraphArrow, GraphBox } from './graph-parts.tsx';
import './graph.css';

/** CSS pixels. */
const NARROW = 600;

/** Smaller ones nobody can read: they are scrolled. */
const LEAST_SCALE = 0.6;

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** Which process waits for which, and for what, and how each of them is. */
export function GraphView() {
  const { api, live } = usePage();
  const nodes = useSignal<readonly GraphNode[]>([]);
  const failure = useSignal<string | null>(null);
  const [element, room] = useWidth();
  const names = live.processes.value.map(({ name }) => name).join('\n');

  useEffect(() => {
    const left = new AbortController();
    void api.get<{ readonly processes: readonly GraphNode[] }>('/graph', {}, left.signal).then((graph) => {
      if (graph.ok) nodes.value = graph.value.processes;
      else if (graph.failure.reason !== 'aborted') failure.value = apiFailureMessage(graph.failure);
    });
    return () => left.abort();
  }, [names, live.lastReload.value]);

  const isNarrow = room < NARROW;
  // Not before it is known how much room there is: it takes a second for a thousand processes.
  const layout = useMemo(
    () => graphLayout(room === 0 ? [] : nodes.value, isNarrow),
    [nodes.value, isNarrow, room === 0],
  );
  const { width, height } = layout;
  const scale = Math.min(1, Math.max(LEAST_SCALE, room / Math.max(1, width)));
  if (failure.value !== null) return <p class="graph-failure">{failure.value}</p>;
  return (
    <section ref={element} class="graph scrolls" aria-label="who depends on whom">
      {/* biome-ignore lint/a11y/useSemanticElements: there are none in SVG */}
      <svg
        width={width * scale}
        height={height * scale}
        viewBox={`0 0 ${width} ${height}`}
        role="group"
        aria-label="an arrow leads from a process to what it depends on"
      >
        <defs>
          <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path d="M0 0l8 4l-8 4z" />
          </marker>
        </defs>
        {layout.edges.map((edge) => (
          <GraphArrow key={`${edge.from} ${edge.dependency.process}`} edge={edge} info={live.process(edge.from)} />
        ))}
        {layout.nodes.map((node) => (
          <GraphBox
            key={node.name}
            node={node}
            info={live.process(node.name)}
            dependsOn={nodes.value.find(({ name }) => name === node.name)?.dependsOn ?? []}
            onKey={(key) => {
              const direction = DIRECTIONS[key];
              const next = direction === undefined ? null : neighbour(layout, node.name, direction);
              const boxes = Array.from(element.current?.querySelectorAll<SVGAElement>('a') ?? []);
              boxes.find(({ dataset }) => dataset.name === next)?.focus();
              return direction !== undefined;
            }}
          />
        ))}
      </svg>
    </section>
  );
}
