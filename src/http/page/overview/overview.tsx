import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { whileVisible } from '../session/visibility.ts';
import { usePage } from '../view/page-state.ts';
import { useWidth } from '../view/use-width.ts';
import { History } from './history.ts';
import { OverviewTools } from './overview-tools.tsx';
import { Plot } from './plot.tsx';
import { isMeasured } from './plot-series.ts';
import { rangeOf, type Zoom } from './time-range.ts';
import { TimelineView } from './timeline-view.tsx';
import './overview.css';

/** What happened over time, and what it cost: runs, probes and reloads, processors and memory, on one axis of time. */
export function Overview() {
  const { api, live, view } = usePage();
  const { identity } = live;
  // What another session did is not its past.
  const history = useMemo(() => new History(api, live), [identity.value]);
  useEffect(() => {
    const left = new AbortController();
    void whileVisible(left.signal, (hidden) => history.read(hidden));
    return () => left.abort();
  }, [history]);

  const zoom = useSignal<Zoom>({ kind: 'all' });
  const [element, width] = useWidth();
  const timeline = history.timeline.value;
  const resources = history.resources.value;
  const now = history.now.value;
  const { processes } = view.value;
  const began = live.session.value?.startedAt ?? now;
  const range = rangeOf(zoom.value, began, now);
  return (
    <section ref={element} class="overview" aria-label="what happened over time">
      <OverviewTools zoom={zoom} range={range} />
      {timeline === null ? null : <TimelineView timeline={timeline} range={range} width={width} now={now} />}
      {resources === null || !isMeasured(resources, processes) ? null : (
        <div class="plots">
          <Plot metric="cpu" history={resources} names={processes} range={range} width={width} />
          <Plot metric="memory" history={resources} names={processes} range={range} width={width} />
        </div>
      )}
    </section>
  );
}
