import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Line } from '../api/answers.ts';
import { whileVisible } from '../session/visibility.ts';
import { usePage } from '../view/page-state.ts';
import type { LineRange } from './line-range.ts';
import { type LineLook, LogLine } from './log-line.tsx';
import type { LogReader } from './log-reader.ts';
import type { LogScroll } from './log-scroll.ts';
import type { LogWindow } from './log-window.ts';
import './log-viewport.css';

/** Keys by which the browser scrolls up. */
const UPWARDS: ReadonlySet<string> = new Set(['ArrowUp', 'PageUp']);

interface LogViewportProps {
  readonly reader: LogReader;
  readonly scroll: LogScroll;
  readonly look: LineLook;
  readonly wrap: boolean;
  /** The line that is pointed to. */
  readonly target: number | null;
  /** Lines that are to be copied. */
  readonly chosen: LineRange | null;
  /** @param extend from the line that was chosen before. */
  readonly onChoose: (id: number, extend: boolean) => void;
}

/** The lines around where somebody looks, and how it stands with what is before and after them. */
export function LogViewport({ reader, scroll, look, wrap, target, chosen, onChoose }: LogViewportProps) {
  const window = reader.window.value;
  const isFollowing = scroll.isFollowing.value;
  const { isAtEnd } = window;
  const element = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    scroll.attach(element.current);
    return () => scroll.attach(null);
  }, [scroll]);

  useLayoutEffect(() => scroll.laidOut(), [scroll, window, wrap]);

  useEffect(() => {
    const left = new AbortController();
    if (isFollowing && isAtEnd) void whileVisible(left.signal, (hidden) => reader.follow(hidden));
    return () => left.abort();
  }, [reader, isFollowing, isAtEnd]);

  const isSpan = usePage().view.value.span !== null;
  const rows = useRows(look);
  return (
    <div
      ref={element}
      class={`log scrolls${wrap ? ' wraps' : ''}`}
      role="log"
      aria-live="off"
      aria-label="log"
      aria-busy={reader.isBusy.value}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
      tabIndex={0}
      onScroll={() => scroll.scrolled()}
      onWheel={({ deltaY }) => {
        if (deltaY < 0) scroll.leaveEnd();
      }}
      onTouchMove={() => scroll.leaveEnd()}
      onKeyDown={({ key }) => {
        if (UPWARDS.has(key)) scroll.leaveEnd();
      }}
      onClick={(event) => chooseBy(event, onChoose)}
    >
      {target !== null && isMissing(window, target) ? (
        <p class="edge missing">{`line ${target} is not stored any more, or is not one of these`}</p>
      ) : null}
      {window.isAtStart && window.lines.length > 0 ? (
        <p class="edge">{isSpan ? 'the beginning of the span' : 'the beginning of what is stored'}</p>
      ) : null}
      {window.lines.map((line) => rows(line, line.id === target, isWithin(line, chosen)))}
      {window.isAtEnd
        ? window.unfinished.map((line) => <LogLine key={line.id} line={line} isUnfinished={true} {...look} />)
        : null}
      <LogState reader={reader} />
    </div>
  );
}

/** What there is to say where there are no lines. */
function LogState({ reader }: { readonly reader: LogReader }) {
  const failure = reader.failure.value;
  if (failure !== null) return <p class="edge failed">{failure}</p>;
  const { lines, unfinished, isAtEnd } = reader.window.value;
  if (lines.length > 0 || unfinished.length > 0) return null;
  return <p class="edge">{isAtEnd ? 'no lines' : 'reading…'}</p>;
}

/** Whether a line would be among these, and is not. */
function isMissing({ lines, isAtStart, isAtEnd }: LogWindow, id: number): boolean {
  const [first] = lines;
  const last = lines.at(-1);
  if (first === undefined || last === undefined || lines.some((line) => line.id === id)) return false;
  return (isAtStart || first.id < id) && (isAtEnd || id < last.id);
}

/** Lines do not change, so what was made of one is used again: Preact passes over it. */
function useRows(look: LineLook): (line: Line, isTarget: boolean, isChosen: boolean) => VNode {
  const made = useMemo(() => new WeakMap<Line, VNode>(), [look]);
  return (line, isTarget, isChosen) => {
    if (isTarget || isChosen) {
      return <LogLine key={line.id} line={line} isTarget={isTarget} isSelected={isChosen} {...look} />;
    }
    const row = made.get(line) ?? <LogLine key={line.id} line={line} {...look} />;
    made.set(line, row);
    return row;
  };
}

function isWithin({ id }: Line, range: LineRange | null): boolean {
  return range !== null && range.first <= id && id <= range.last;
}

/** The time of a line chooses it. With a key of the browser's own it is a link like any other. */
function chooseBy(event: MouseEvent, onChoose: (id: number, extend: boolean) => void): void {
  const link = event.target instanceof Element ? event.target.closest('a.time') : null;
  const id = link?.closest<HTMLElement>('[data-id]')?.dataset.id;
  if (id === undefined || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  onChoose(Number(id), event.shiftKey);
}
