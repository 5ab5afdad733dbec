import type { ProcessInfo } from '../../../model/process-status.ts';
import { durationText } from '../../../util/units.ts';
import type { ReportAnswer } from '../api/answers.ts';
import { usePage } from '../view/page-state.ts';

interface DetailFactsProps {
  readonly info: ProcessInfo;
  readonly report: ReportAnswer | null;
}

/** Numbers of a process, and its neighbours in the graph. */
export function DetailFacts({ info, report }: DetailFactsProps) {
  const { pid, run, uptimeMs, restarts } = info;
  const facts = [
    ...(pid === null ? [] : [`pid ${pid}`]),
    ...(run === 0 ? [] : [`run ${run}`]),
    ...(uptimeMs === null ? [] : [`up ${durationText(uptimeMs)}`]),
    ...(restarts === 0 ? [] : [`${restarts} ${restarts === 1 ? 'restart' : 'restarts'}`]),
    ...(report === null || report.ports.length === 0 ? [] : [`port ${report.ports.join(', ')}`]),
    ...(report?.says == null ? [] : [`says: ${report.says}`]),
  ];
  const needs = report?.spec.dependsOn ?? [];
  return (
    <p class="detail-facts">
      <span>{facts.join(' · ')}</span>
      {needs.length === 0 ? null : (
        <span>
          {'depends on '}
          {needs.map(({ process, condition }) => (
            <ProcessLink key={process} name={process} note={condition} />
          ))}
        </span>
      )}
      {report === null || report.dependents.length === 0 ? null : (
        <span>
          {'needed by '}
          {report.dependents.map((name) => (
            <ProcessLink key={name} name={name} />
          ))}
        </span>
      )}
    </p>
  );
}

/** Selects another process. */
function ProcessLink({ name, note }: { readonly name: string; readonly note?: string }) {
  const page = usePage();
  return (
    <button
      type="button"
      class={`link ${page.names.classOf(name)}`}
      onClick={() => page.show({ processes: [name], run: null, line: null })}
    >
      {note === undefined ? name : `${name} (${note})`}
    </button>
  );
}
