import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { ResourceHistory } from '../../../model/resource-history.ts';
import { bytesText } from '../../../util/units.ts';
import { usePage } from '../view/page-state.ts';
import { cpuText } from '../view/units.ts';
import type { Span } from '../view/view.ts';
import { gutterOf, RIGHT_MARGIN } from './gutter.ts';
import { largest, latest, type Metric, plotSeries } from './plot-series.ts';
import { spanBetween } from './span.ts';
import type { TimeRange } from './time-range.ts';
import 'uplot/dist/uPlot.min.css';
import './plot.css';

/** CSS pixels. */
const HEIGHT = 72;

/** Steps of an axis that give round numbers of KiB, MiB and GiB. */
const BINARY_STEPS = Array.from({ length: 45 }, (_, power) => 2 ** power);

const METRICS = {
  cpu: { title: 'CPU', text: cpuText, least: 0.05, steps: {} },
  memory: { title: 'memory', text: bytesText, least: 1024 * 1024, steps: { incrs: BINARY_STEPS } },
} as const;

interface PlotProps {
  readonly metric: Metric;
  readonly history: ResourceHistory;
  /** Empty: of all processes. */
  readonly names: readonly string[];
  readonly range: TimeRange;
  readonly width: number;
}

/** What processes used over time, a line for each of those that used most. Dragging over it chooses a span. */
export function Plot({ metric, history, names, range, width }: PlotProps) {
  const page = usePage();
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<uPlot | null>(null);
  const isDragged = useRef(false);
  const { span } = page.view.value;
  const { times, lines } = plotSeries(history, names, metric);
  const { title, text, least, steps } = METRICS[metric];
  const shape = JSON.stringify([lines.map(({ name }) => name), width, page.preferences.scheme.value]);

  useEffect(() => {
    const element = place.current;
    if (element === null || width === 0) return;
    const colorOf = colorsIn(element);
    const plot = new uPlot(
      {
        width,
        height: HEIGHT,
        ms: 1,
        padding: [6, RIGHT_MARGIN, 4, 0],
        legend: { show: false },
        cursor: { sync: { key: 'overview' }, y: false, drag: { x: true, y: false, setScale: false } },
        scales: { x: { time: true }, y: { range: (_, __, most) => [0, Math.max(least, most ?? 0) * 1.1] } },
        axes: [
          { show: false },
          {
            size: gutterOf(width),
            stroke: colorOf('--soft'),
            grid: { stroke: colorOf('--line'), width: 1 },
            ticks: { show: false },
            font: '11px system-ui, sans-serif',
            space: 24,
            ...steps,
            values: (_, values) => values.map((value) => text(value)),
          },
        ],
        series: [
          {},
          ...lines.map(({ name, isRest }) => ({
            label: name,
            stroke: isRest ? colorOf('--soft') : colorOf(`--${page.names.classOf(name)}`),
            width: 1.5,
            points: { show: false },
          })),
        ],
        hooks: {
          setSelect: [
            ({ select, posToVal }) => {
              if (select.width <= 0) return;
              const chosen = spanBetween(posToVal(select.left, 'x'), posToVal(select.left + select.width, 'x'));
              page.show({ span: chosen, line: null }, { remember: false });
            },
          ],
        },
      },
      [[], ...lines.map(() => [])],
      element,
    );
    drawn.current = plot;
    return () => {
      drawn.current = null;
      plot.destroy();
    };
  }, [shape]);

  useEffect(() => {
    const plot = drawn.current;
    plot?.batch(() => {
      plot.setData([[...times], ...lines.map(({ values }) => [...values])], false);
      plot.setScale('x', { min: range.from, max: range.to });
    });
    if (plot !== null && !isDragged.current) showSpan(plot, span);
  });

  const now = lines.map(({ name, values }) => `${name} ${text(latest(values) ?? 0)}, at most ${text(largest(values))}`);
  return (
    <figure class="plot">
      <figcaption style={{ left: `${gutterOf(width) + 6}px` }}>{title}</figcaption>
      <div
        ref={place}
        role="img"
        aria-label={`${title} over time: ${now.join('; ')}`}
        onPointerDownCapture={() => {
          isDragged.current = true;
        }}
        onPointerUpCapture={() => {
          isDragged.current = false;
        }}
        onPointerLeave={() => {
          isDragged.current = false;
        }}
      />
    </figure>
  );
}

function showSpan(plot: uPlot, span: Span | null): void {
  const { width, height } = plot.over.getBoundingClientRect();
  const place = (time: number) => Math.min(width, Math.max(0, plot.valToPos(time, 'x')));
  const [left, right] = span === null ? [0, 0] : [place(span.since), place(span.until)];
  plot.setSelect({ left, top: 0, width: right - left, height }, false);
}

/** What a variable of `theme.css` is where the element is, as a canvas can use it. */
function colorsIn(element: HTMLElement): (variable: string) => string {
  return (variable) => {
    element.style.color = `var(${variable})`;
    const { color } = getComputedStyle(element);
    element.style.color = '';
    return color;
  };
}
