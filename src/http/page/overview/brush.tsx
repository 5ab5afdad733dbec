import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { usePage } from '../view/page-state.ts';
import { timeText } from '../view/units.ts';
import type { Span } from '../view/view.ts';
import { movedEnd, type SpanEnd, spanBetween } from './span.ts';
import type { TimeScale } from './time-range.ts';

/** A press that moves no further is a press, CSS pixels. */
const LEAST_DRAG = 4;

interface BrushProps {
  readonly scale: TimeScale;
  /** Where the axis begins, CSS pixels. */
  readonly left: number;
  readonly span: Span | null;
  readonly children: ComponentChildren;
}

/** Dragging over what is in it chooses a span of time; its ends can be moved by pointer and by keys. */
export function Brush({ scale, left, span, children }: BrushProps) {
  const page = usePage();
  const area = useRef<HTMLDivElement>(null);
  const begun = useRef<number | null>(null);
  /** While somebody drags. */
  const drawn = useSignal<Span | null>(null);
  const timeAt = (clientX: number) => scale.time(clientX - (area.current?.getBoundingClientRect().left ?? 0) - left);
  const shown = drawn.value ?? span;
  const choose = (chosen: Span) => page.show({ span: chosen, line: null }, { remember: false });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: for the keys there are the handles
    <div
      ref={area}
      class="brush"
      onPointerDown={(event) => {
        if (event.button === 0 && event.pointerType !== 'touch') begun.current = event.clientX;
      }}
      onPointerMove={(event) => {
        if (begun.current === null) return;
        if (drawn.value === null && Math.abs(event.clientX - begun.current) < LEAST_DRAG) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        drawn.value = spanBetween(timeAt(begun.current), timeAt(event.clientX));
      }}
      onPointerUp={() => {
        begun.current = null;
        if (drawn.value !== null) choose(drawn.value);
        drawn.value = null;
      }}
      onPointerCancel={() => {
        begun.current = null;
        drawn.value = null;
      }}
      onDragStart={(event) => event.preventDefault()}
    >
      {children}
      {shown === null ? null : (
        <>
          <div
            class="band"
            style={{
              left: `${left + scale.clamped(shown.since)}px`,
              width: `${scale.clamped(shown.until) - scale.clamped(shown.since)}px`,
            }}
          />
          <SpanHandle end="since" scale={scale} left={left} span={shown} timeAt={timeAt} onChoose={choose} />
          <SpanHandle end="until" scale={scale} left={left} span={shown} timeAt={timeAt} onChoose={choose} />
        </>
      )}
    </div>
  );
}

interface SpanHandleProps {
  readonly end: SpanEnd;
  readonly scale: TimeScale;
  readonly left: number;
  readonly span: Span;
  readonly timeAt: (clientX: number) => number;
  readonly onChoose: (span: Span) => void;
}

/** How far an arrow key moves an end, of the time in sight; with Shift ten times as far. */
const STEP = 0.005;

/** One end of the span. */
function SpanHandle({ end, scale, left, span, timeAt, onChoose }: SpanHandleProps) {
  const { from, to } = scale.range;
  const step = (to - from) * STEP;
  return (
    <div
      class="handle"
      role="slider"
      tabIndex={0}
      aria-label={end === 'since' ? 'beginning of the span' : 'end of the span'}
      aria-valuemin={from}
      aria-valuemax={to}
      aria-valuenow={span[end]}
      aria-valuetext={timeText(span[end])}
      style={{ left: `${left + scale.clamped(span[end])}px` }}
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId))
          onChoose(movedEnd(span, end, timeAt(event.clientX)));
      }}
      onKeyDown={(event) => {
        const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (direction === undefined) return;
        event.preventDefault();
        onChoose(movedEnd(span, end, span[end] + direction * step * (event.shiftKey ? 10 : 1)));
      }}
    />
  );
}
