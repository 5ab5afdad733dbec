import type { Signal } from '@preact/signals';
import { dateTimeText, durationText } from '../../../util/units.ts';
import { usePage } from '../view/page-state.ts';
import type { TimeRange, Zoom } from './time-range.ts';

const MINUTE = 60_000;

const ZOOMS: readonly { readonly text: string; readonly zoom: Zoom }[] = [
  { text: '5 min', zoom: { kind: 'last', ms: 5 * MINUTE } },
  { text: '15 min', zoom: { kind: 'last', ms: 15 * MINUTE } },
  { text: '1 h', zoom: { kind: 'last', ms: 60 * MINUTE } },
  { text: 'all', zoom: { kind: 'all' } },
];

/** Of the time in sight, what is chosen first with the keys. */
const FIRST_SPAN = 0.1;

interface OverviewToolsProps {
  readonly zoom: Signal<Zoom>;
  readonly range: TimeRange;
}

/** How much of the time is in sight, and the span of it that the log is limited to. */
export function OverviewTools({ zoom, range }: OverviewToolsProps) {
  const page = usePage();
  const { span } = page.view.value;
  return (
    <div class="overview-tools">
      <fieldset>
        <legend>in sight</legend>
        {ZOOMS.map(({ text, zoom: each }) => (
          <button
            key={text}
            type="button"
            class="toggle"
            aria-pressed={JSON.stringify(zoom.value) === JSON.stringify(each)}
            onClick={() => {
              zoom.value = each;
            }}
          >
            {text}
          </button>
        ))}
      </fieldset>
      {span === null ? (
        <button
          type="button"
          class="toggle"
          title="limit the log to a span of time; or drag over the timeline"
          onClick={() =>
            page.show({ span: { since: range.to - (range.to - range.from) * FIRST_SPAN, until: range.to } })
          }
        >
          choose a span
        </button>
      ) : (
        <>
          <button
            type="button"
            class="toggle"
            onClick={() => {
              zoom.value = { kind: 'range', from: span.since, to: span.until };
            }}
          >
            zoom to the span
          </button>
          <button
            type="button"
            class="chip"
            title={`${dateTimeText(span.since)} to ${dateTimeText(span.until)}`}
            onClick={() => page.show({ span: null })}
          >
            {`${durationText(span.until - span.since)} ✕`}
          </button>
        </>
      )}
    </div>
  );
}
