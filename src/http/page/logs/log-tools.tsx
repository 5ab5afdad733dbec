import { dateTimeText } from '../../../util/units.ts';
import { usePage } from '../view/page-state.ts';
import { timeText } from '../view/units.ts';
import { copyLines, saveLines } from './copy-lines.ts';
import type { LineRange } from './line-range.ts';
import type { LogReader } from './log-reader.ts';
import type { LogScroll } from './log-scroll.ts';

interface LogToolsProps {
  readonly reader: LogReader;
  readonly scroll: LogScroll;
  readonly chosen: LineRange | null;
  readonly onFollow: () => void;
}

/** What of the log is shown, how, and what can be done with it. */
export function LogTools({ reader, scroll, chosen, onFollow }: LogToolsProps) {
  const page = usePage();
  const { preferences } = page;
  const { span, stream, run, processes } = page.view.value;
  // Nothing comes any more into a span that is over.
  const isFollowing = scroll.isFollowing.value && (span === null || span.until > Date.now());
  const name = `${processes.length === 1 ? processes[0]?.replaceAll('/', '-') : 'logs'}.txt`;
  return (
    <div class="log-tools">
      {run === null ? null : (
        <button type="button" class="chip" title="press for all runs" onClick={() => page.show({ run: null })}>
          {`run ${run} ✕`}
        </button>
      )}
      {span === null ? null : (
        <button
          type="button"
          class="chip span-chip"
          title={`${dateTimeText(span.since)} to ${dateTimeText(span.until)}; press for all of the time`}
          onClick={() => page.show({ span: null })}
        >
          {`${timeText(span.since)} – ${timeText(span.until)} ✕`}
        </button>
      )}
      <select
        aria-label="which output"
        title="which output (e)"
        value={stream ?? ''}
        onChange={({ currentTarget: { value } }) =>
          page.show({ stream: value === 'stdout' || value === 'stderr' ? value : null })
        }
      >
        <option value="">both outputs</option>
        <option value="stdout">stdout</option>
        <option value="stderr">stderr</option>
      </select>
      <Tool label="times (t)" sign="time" isOn={preferences.timestamps.value} action="timestamps" />
      <Tool label="wrap long lines (w)" sign="wrap" isOn={preferences.wrap.value} action="wrap" />
      <Tool label="all room for the log (z)" sign="zoom" isOn={preferences.zoom.value} action="zoom-log" />
      <button type="button" class="toggle" title="copy (y)" onClick={() => void copyLines(page, reader, chosen)}>
        {chosen === null ? 'copy link' : 'copy lines'}
      </button>
      <button
        type="button"
        class="toggle"
        title="save all lines as a file"
        onClick={() => void saveLines(page, reader, name)}
      >
        save
      </button>
      <button
        type="button"
        class="toggle follow"
        title="follow the end (f)"
        aria-pressed={isFollowing}
        onClick={onFollow}
      >
        {isFollowing ? 'following' : 'follow'}
      </button>
    </div>
  );
}

interface ToolProps {
  readonly label: string;
  readonly sign: string;
  readonly isOn: boolean;
  readonly action: 'timestamps' | 'wrap' | 'zoom-log';
}

/** Does what its key does. */
function Tool({ label, sign, isOn, action }: ToolProps) {
  const { actions } = usePage();
  return (
    <button type="button" class="toggle" title={label} aria-pressed={isOn} onClick={() => actions.do(action)}>
      {sign}
    </button>
  );
}
