import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { textMatcher } from '../../../util/text-matcher.ts';
import { useActions } from '../keys/use-actions.ts';
import { usePage } from '../view/page-state.ts';
import { fragmentOf } from '../view/view.ts';
import { copyLines } from './copy-lines.ts';
import { type Direction, findMatch } from './find-match.ts';
import type { LineRange } from './line-range.ts';
import type { LineLook } from './log-line.tsx';
import { linesQuery } from './log-query.ts';
import { LogReader } from './log-reader.ts';
import { LogScroll } from './log-scroll.ts';
import { LogTools } from './log-tools.tsx';
import { LogViewport } from './log-viewport.tsx';
import { Rail } from './rail.tsx';
import { SearchBar } from './search-bar.tsx';
import './logs.css';

/** Lines are evicted at the beginning of a log, so its extent is looked at anew now and then. */
const MEASURE_EVERY_MS = 10_000;

/** The log of what is selected: all of it that is stored, in memory and on disk. */
export function Logs() {
  const page = usePage();
  const { live, preferences } = page;
  const view = page.view.value;
  const { processes, search, span, stream, run, line } = view;
  const identity = live.identity.value;

  const chosen = useSignal<LineRange | null>(null);
  // One reader for each question: by its text, because views are made anew with every step.
  const question = JSON.stringify([identity, linesQuery(view)]);
  const reader = useMemo(() => new LogReader(page.api, linesQuery(view)), [question]);
  const scroll = useMemo(() => new LogScroll(reader), [reader]);
  useEffect(() => {
    chosen.value = null;
    return () => reader.close();
  }, [reader]);
  useEffect(() => scroll.goTo(line), [scroll, line]);
  useExtent(reader);

  const choose = (id: number, extend: boolean) => {
    const [a, b] = [extend ? (line ?? id) : id, id];
    chosen.value = extend ? { first: Math.min(a, b), last: Math.max(a, b) } : null;
    if (!extend) page.show({ line: id }, { remember: false });
  };
  const toEnd = () => (line === null ? scroll.goTo(null) : page.show({ line: null }, { remember: false }));
  const find = (direction: Direction) => {
    if (search !== null) void findMatch(page, search, direction, scroll.inSight.peek());
  };
  useActions({
    'find-next': () => find('newer'),
    'find-previous': () => find('older'),
    filter: () => {
      if (search !== null) page.show({ search: { ...search, isFilter: !search.isFilter } });
    },
    follow: toEnd,
    bottom: toEnd,
    top: () => scroll.goTo(reader.extent.peek()?.first ?? 1),
    wrap: () => {
      preferences.wrap.value = !preferences.wrap.peek();
    },
    timestamps: () => {
      preferences.timestamps.value = !preferences.timestamps.peek();
    },
    stream: () => page.show({ stream: stream === null ? 'stdout' : stream === 'stdout' ? 'stderr' : null }),
    'copy-link': () => void copyLines(page, reader, chosen.peek()),
    cancel: () => {
      if (chosen.peek() !== null) chosen.value = null;
      else if (run !== null) page.show({ run: null });
      else if (span !== null) page.show({ span: null });
      else if (search !== null) page.show({ search: null });
      else if (line !== null) toEnd();
    },
  });

  const hasTime = preferences.timestamps.value;
  const prefix = fragmentOf({ ...view, line: null });
  const look: LineLook = useMemo(
    () => ({
      matcher: search === null ? null : textMatcher(search),
      hasTime,
      hasName: processes.length !== 1,
      linkTo: (id) => `#${prefix}${prefix === '' ? '' : '&'}line=${id}`,
    }),
    [JSON.stringify(search), hasTime, processes.length !== 1, prefix],
  );
  return (
    <section class="logs" aria-label="logs">
      <div class="log-bar">
        <SearchBar onFind={find} />
        <LogTools reader={reader} scroll={scroll} chosen={chosen.value} onFollow={toEnd} />
      </div>
      <div class="log-and-rail" id="log">
        <LogViewport
          reader={reader}
          scroll={scroll}
          look={look}
          wrap={preferences.wrap.value}
          target={line}
          chosen={chosen.value}
          onChoose={choose}
        />
        <Rail
          extent={reader.extent.value}
          inSight={scroll.inSight.value}
          onGoTo={(id) => (id === null ? toEnd() : scroll.goTo(id))}
        />
      </div>
    </section>
  );
}

function useExtent(reader: LogReader): void {
  useEffect(() => {
    const left = new AbortController();
    const measure = () => {
      if (document.visibilityState === 'visible') void reader.measure(left.signal);
    };
    measure();
    const timer = setInterval(measure, MEASURE_EVERY_MS);
    return () => {
      clearInterval(timer);
      left.abort();
    };
  }, [reader]);
}
