import type { Dependency } from '../../../model/process-spec.ts';
import type { ProcessInfo } from '../../../model/process-status.ts';
import { moodOf, signOf, statusText } from '../processes/status-text.ts';
import { usePage } from '../view/page-state.ts';
import { fragmentOf } from '../view/view.ts';
import type { PlacedEdge, PlacedNode, Point } from './graph-layout.ts';

interface GraphBoxProps {
  readonly node: PlacedNode;
  /** Null: it has just gone. */
  readonly info: ProcessInfo | null;
  readonly dependsOn: readonly Dependency[];
  /** @returns whether the key means something. */
  readonly onKey: (key: string) => boolean;
}

/** A process: a link to its log. */
export function GraphBox({ node, info, dependsOn, onKey }: GraphBoxProps) {
  const page = usePage();
  const { name, x, y, width, height } = node;
  const change = { processes: [name], panel: 'logs', run: null, line: null } as const;
  const status = info === null ? '' : statusText(info, Date.now());
  const needs = dependsOn.map(({ process, condition }) => `${process} (${condition})`).join(', ');
  const isSelected = page.view.value.processes.includes(name);
  return (
    <a
      class={`box ${info === null ? 'quiet' : moodOf(info)}${isSelected ? ' selected' : ''}`}
      data-name={name}
      href={`#${fragmentOf({ ...page.view.value, ...change })}`}
      aria-label={`${name}, ${status}${needs === '' ? '' : `, depends on ${needs}`}`}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        page.show(change);
      }}
      onKeyDown={(event) => {
        if (onKey(event.key)) event.preventDefault();
      }}
    >
      <title>{status}</title>
      <rect x={x} y={y} width={width} height={height} rx={6} />
      <svg x={x} y={y} width={width - 6} height={height} aria-hidden="true">
        <text class="sign" x={12} y={19}>
          {info === null ? '' : signOf(info)}
        </text>
        <text class="name" x={30} y={19}>
          {name}
        </text>
        <text class="status" x={30} y={35}>
          {info?.status}
        </text>
      </svg>
    </a>
  );
}

interface GraphArrowProps {
  readonly edge: PlacedEdge;
  /** Of the process that depends on the other. */
  readonly info: ProcessInfo | null;
}

/** A dependency and its condition; what is waited for now stands out. */
export function GraphArrow({ edge: { dependency, points, label }, info }: GraphArrowProps) {
  const { process, condition, required } = dependency;
  const isAwaited = info?.waitingFor.some((text) => text.startsWith(`${process} `)) === true;
  return (
    <g class={`arrow${isAwaited ? ' awaited' : ''}${required ? '' : ' optional'}`}>
      <path d={pathOf(points)} marker-end="url(#arrow)" />
      <text x={label.x} y={label.y + 4}>
        {isAwaited ? `waits: ${condition}` : condition}
      </text>
    </g>
  );
}

/** A smooth line: through the first and the last point, and near the others. */
function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (first === undefined || last === undefined) return '';
  const curves = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? last;
    return `Q${point.x} ${point.y} ${(point.x + next.x) / 2} ${(point.y + next.y) / 2}`;
  });
  return `M${first.x} ${first.y}${curves.join('')}L${last.x} ${last.y}`;
}
