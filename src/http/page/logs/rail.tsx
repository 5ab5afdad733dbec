import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { LineRange } from './line-range.ts';
import type { Extent } from './log-reader.ts';
import './rail.css';

/** How much of the log the arrow keys and the page keys go on. */
const STEP = 0.01;
const BIG_STEP = 0.1;

interface RailProps {
  readonly extent: Extent | null;
  readonly inSight: LineRange | null;
  /** Null: to the end. */
  readonly onGoTo: (id: number | null) => void;
}

/**
 * A scroll bar for the whole log, however long it is: from the oldest line that is stored to the newest, by their ids.
 * The browser's own one knows only the lines that are in the page.
 */
export function Rail({ extent, inSight, onGoTo }: RailProps) {
  const rail = useRef<HTMLDivElement>(null);
  const isDragged = useSignal(false);
  if (extent === null || inSight === null) return <div class="rail" />;
  const length = Math.max(1, extent.last - extent.first);
  const share = (id: number) => Math.min(1, Math.max(0, (id - extent.first) / length));
  const [top, bottom] = [share(inSight.first), share(inSight.last)];
  const goTo = (fraction: number) =>
    onGoTo(fraction >= 1 ? null : Math.round(extent.first + Math.max(0, fraction) * length));
  const follow = (event: PointerEvent) => {
    const { top: upper, height } = rail.current?.getBoundingClientRect() ?? { top: 0, height: 1 };
    goTo((event.clientY - upper) / height);
  };
  return (
    <div
      ref={rail}
      class="rail"
      role="scrollbar"
      aria-label="where in the whole log"
      aria-orientation="vertical"
      aria-controls="log"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(top * 100)}
      aria-valuetext={`line ${inSight.first} of ${extent.first} to ${extent.last}`}
      tabIndex={0}
      data-dragged={isDragged.value}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        isDragged.value = true;
        follow(event);
      }}
      onPointerMove={(event) => {
        if (isDragged.value) follow(event);
      }}
      onPointerUp={() => {
        isDragged.value = false;
      }}
      onKeyDown={(event) => {
        const by = { ArrowUp: -STEP, ArrowDown: STEP, PageUp: -BIG_STEP, PageDown: BIG_STEP }[event.key];
        if (by === undefined) return;
        event.preventDefault();
        goTo(top + by);
      }}
    >
      <div class="thumb" style={{ '--top': `${top * 100}%`, height: `${(bottom - top) * 100}%` }} />
    </div>
  );
}
