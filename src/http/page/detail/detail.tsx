import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ProcessInfo } from '../../../model/process-status.ts';
import type { ReportAnswer } from '../api/answers.ts';
import { pathOf } from '../api/api.ts';
import { moodOf, reasonText, signOf, statusText } from '../processes/status-text.ts';
import { usePage } from '../view/page-state.ts';
import { DetailActions } from './detail-actions.tsx';
import { DetailFacts } from './detail-facts.tsx';
import { Runs } from './runs.tsx';
import { Why } from './why.tsx';
import './detail.css';

/** Everything about the one process that is selected; nothing when there are more, or none. */
export function Detail() {
  const { view, live } = usePage();
  const [name, ...others] = view.value.processes;
  const info = name === undefined ? null : live.process(name);
  return info === null || others.length > 0 ? null : <DetailOf key={info.name} info={info} />;
}

function DetailOf({ info }: { readonly info: ProcessInfo }) {
  const report = useReport(info);
  const reason = reasonText(info);
  return (
    <section class={`detail ${moodOf(info)}`} aria-label={`about ${info.name}`}>
      <div class="detail-head">
        <h2>
          <span class="sign" aria-hidden="true">
            {signOf(info)}
          </span>
          {info.name}
        </h2>
        <p class="status">{reason === null ? statusText(info, Date.now()) : `${info.status}: ${reason}`}</p>
        <DetailActions info={info} report={report} />
      </div>
      <DetailFacts info={info} report={report} />
      <Why info={info} />
      {report === null || report.runs.length === 0 ? null : <Runs runs={report.runs} />}
    </section>
  );
}

/** Read anew whenever something of the process has changed; null before the first answer. */
function useReport({ name, status, run, ready }: ProcessInfo): ReportAnswer | null {
  const { api } = usePage();
  const report = useSignal<ReportAnswer | null>(null);
  useEffect(() => {
    const left = new AbortController();
    void api.get<ReportAnswer>(pathOf(name), {}, left.signal).then((answer) => {
      if (answer.ok) report.value = answer.value;
    });
    return () => left.abort();
  }, [name, status, run, ready]);
  return report.value;
}
