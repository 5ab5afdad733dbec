import type { Timeline } from '../../../model/timeline.ts';
import { usePage } from '../view/page-state.ts';
import { Brush } from './brush.tsx';
import { axisWidth, gutterOf } from './gutter.ts';
import { reloadMarks } from './run-marks.ts';
import { type TimeRange, TimeScale, ticksOf } from './time-range.ts';
import { ROW_HEIGHT, TimelineRow } from './timeline-row.tsx';
import './timeline.css';

/** CSS pixels. */
const TICKS_HEIGHT = 18;
const TICK_WIDTH = 80;

interface TimelineViewProps {
  readonly timeline: Timeline;
  readonly range: TimeRange;
  /** CSS pixels, with the names. */
  readonly width: number;
  readonly now: number;
}

/** The runs of each process in a row of its own, with the probes that failed; reloads go through all of them. */
export function TimelineView({ timeline, range, width, now }: TimelineViewProps) {
  const { view, live } = usePage();
  const { processes, span } = view.value;
  const known = new Map(timeline.processes.map((process) => [process.name, process]));
  // In the order of the list; processes that are no more come last, where they are.
  const names = [...new Set([...live.processes.value.map(({ name }) => name), ...known.keys()])];
  const rows = names.flatMap((name) => {
    const row = known.get(name);
    return row === undefined || (processes.length > 0 && !processes.includes(name)) ? [] : [row];
  });
  const gutter = gutterOf(width);
  const scale = new TimeScale(range, axisWidth(width));
  const height = rows.length * ROW_HEIGHT;
  const ticks = ticksOf(range, Math.max(1, Math.floor(scale.width / TICK_WIDTH)), new Date(now).getTimezoneOffset());
  return (
    <div class="timeline">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section class="rows scrolls" tabIndex={0} aria-label="runs over time">
        <Brush scale={scale} left={gutter} span={span}>
          <svg width={width} height={height} role="presentation">
            <g transform={`translate(${gutter} 0)`}>
              {ticks.map(({ time }) => (
                <line key={time} class="grid" x1={scale.x(time)} x2={scale.x(time)} y1={0} y2={height} />
              ))}
            </g>
            {rows.map((process, index) => (
              <TimelineRow
                key={process.name}
                process={process}
                y={index * ROW_HEIGHT}
                gutter={gutter}
                scale={scale}
                now={now}
              />
            ))}
            <g transform={`translate(${gutter} 0)`}>
              {reloadMarks(timeline.reloads, scale).map(({ x, mood, label }) => (
                // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a shape is no control
                <g key={x} class={`reload ${mood}`} role="img" aria-label={label}>
                  <title>{label}</title>
                  <line x1={x} x2={x} y1={0} y2={height} />
                  <path d={`M${x - 4} 0h8l-4 6z`} />
                </g>
              ))}
            </g>
          </svg>
        </Brush>
      </section>
      <svg class="ticks" width={width} height={TICKS_HEIGHT} aria-hidden="true">
        {ticks.map(({ time, text }) => (
          <text key={time} x={gutter + scale.x(time)} y={13}>
            {text}
          </text>
        ))}
      </svg>
    </div>
  );
}
