import type { ProcessTimeline } from '../../../model/timeline.ts';
import { usePage } from '../view/page-state.ts';
import { fragmentOf } from '../view/view.ts';
import { type Mark, probeMarks, runMarks } from './run-marks.ts';
import type { TimeScale } from './time-range.ts';

/** CSS pixels. */
export const ROW_HEIGHT = 20;
const BAR_TOP = 4;
const BAR_HEIGHT = 10;

interface TimelineRowProps {
  readonly process: ProcessTimeline;
  readonly y: number;
  readonly gutter: number;
  readonly scale: TimeScale;
  readonly now: number;
}

/** One process: a bar for each run, and a dot under it for each probe that failed. */
export function TimelineRow({ process, y, gutter, scale, now }: TimelineRowProps) {
  const page = usePage();
  const { name, runs, failedProbes, lostRuns } = process;
  const marks = runMarks(name, runs, scale, now);
  const isSelected = page.view.value.processes.includes(name);
  return (
    <g class="row" transform={`translate(0 ${y})`}>
      <svg width={gutter - 4} height={ROW_HEIGHT} role="presentation">
        <text
          class={`label ${page.names.classOf(name)}${isSelected ? ' selected' : ''}`}
          x={8}
          y={BAR_TOP + BAR_HEIGHT - 1}
        >
          {name}
          <title>{lostRuns === 0 ? name : `${name}: ${lostRuns} older runs are no longer kept`}</title>
        </text>
      </svg>
      {/* biome-ignore lint/a11y/useSemanticElements: there are none in SVG */}
      <svg x={gutter} width={scale.width} height={ROW_HEIGHT} role="group" aria-label={`runs of ${name}`}>
        {marks.map((mark, index) => (
          <RunBar key={mark.since} name={name} mark={mark} isReachable={index === marks.length - 1} />
        ))}
        {probeMarks(name, failedProbes, scale).map(({ x, label }) => (
          // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a shape is no control
          <circle key={x} class="probe" cx={x} cy={ROW_HEIGHT - 3} r={2.5} role="img" aria-label={label}>
            <title>{label}</title>
          </circle>
        ))}
      </svg>
    </g>
  );
}

interface RunBarProps {
  readonly name: string;
  readonly mark: Mark;
  /** The tab key comes to one bar of a row; the arrow keys go to the others. */
  readonly isReachable: boolean;
}

/** A link to the log of what the bar stands for. */
function RunBar({ name, mark, isReachable }: RunBarProps) {
  const page = usePage();
  const { x, width, mood, label, since, until } = mark;
  const change = {
    processes: [name],
    span: until === null ? null : { since, until: until + 1 },
    run: null,
    line: null,
  };
  return (
    <a
      class={`run ${mood}`}
      href={`#${fragmentOf({ ...page.view.value, ...change })}`}
      aria-label={label}
      tabIndex={isReachable ? 0 : -1}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        page.show(change);
      }}
      onKeyDown={(event) => {
        const { currentTarget } = event;
        const next = { ArrowLeft: currentTarget.previousElementSibling, ArrowRight: currentTarget.nextElementSibling }[
          event.key
        ];
        if (next instanceof SVGAElement) next.focus();
      }}
    >
      <title>{label}</title>
      <rect x={x} y={BAR_TOP} width={width} height={BAR_HEIGHT} rx={2} />
      {mood === 'bad' ? <path class="cross" d={`M${x + width - 3} ${BAR_TOP + 2}l6 6m0 -6l-6 6`} /> : null}
    </a>
  );
}
