import { useRef } from 'preact/hooks';
import { LIVE_STATUSES, type ProcessInfo } from '../../../model/process-status.ts';
import type { ReportAnswer } from '../api/answers.ts';
import { act, scale, sendLine, sendSignal } from '../processes/act.ts';
import { usePage } from '../view/page-state.ts';

/** What people send by hand. */
const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGKILL', 'SIGUSR1', 'SIGUSR2'] as const;

interface DetailActionsProps {
  readonly info: ProcessInfo;
  readonly report: ReportAnswer | null;
}

/** What can be done with a process. */
export function DetailActions({ info, report }: DetailActionsProps) {
  const page = usePage();
  const { name, status, pid } = info;
  const isLive = LIVE_STATUSES.has(status) || status === 'backoff';
  return (
    <div class="detail-actions">
      <button
        type="button"
        class="toggle"
        title="start (s)"
        disabled={isLive}
        onClick={() => void act(page, 'start', [name])}
      >
        start
      </button>
      <button
        type="button"
        class="toggle"
        title="stop (x)"
        disabled={!isLive}
        onClick={() => void act(page, 'stop', [name])}
      >
        stop
      </button>
      <button type="button" class="toggle" title="restart (r)" onClick={() => void act(page, 'restart', [name])}>
        restart
      </button>
      <select
        aria-label="send a signal"
        disabled={pid === null}
        value=""
        onChange={(event) => {
          void sendSignal(page, name, event.currentTarget.value);
          event.currentTarget.value = '';
        }}
      >
        <option value="" disabled>
          signal…
        </option>
        {SIGNALS.map((signal) => (
          <option key={signal}>{signal}</option>
        ))}
      </select>
      {report?.spec.stdin === 'pipe' || report?.spec.tty === true ? <Input info={info} /> : null}
      {info.replicaOf === null ? null : <Replicas set={info.replicaOf} />}
    </div>
  );
}

/** A line for what the process reads. */
function Input({ info: { name, pid } }: { readonly info: ProcessInfo }) {
  const page = usePage();
  const field = useRef<HTMLInputElement>(null);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (field.current === null) return;
        void sendLine(page, name, field.current.value);
        field.current.value = '';
      }}
    >
      <input
        ref={field}
        aria-label={`a line for the input of ${name}`}
        placeholder="send a line"
        disabled={pid === null}
      />
    </form>
  );
}

/** How many of them there are. */
function Replicas({ set }: { readonly set: string }) {
  const page = usePage();
  const count = page.live.processes.value.filter(({ replicaOf }) => replicaOf === set).length;
  const button = (sign: string, to: number, label: string) => (
    <button type="button" class="toggle" aria-label={label} disabled={to < 1} onClick={() => void scale(page, set, to)}>
      {sign}
    </button>
  );
  return (
    <span class="replicas">
      {button('−', count - 1, `one ${set} less`)}
      {`${count} × ${set}`}
      {button('+', count + 1, `one ${set} more`)}
    </span>
  );
}
