import { causeMessage, exitMessage } from '../../../model/failure-message.ts';
import type { ReportedRun } from '../../../model/run-evidence.ts';
import { dateTimeText, durationText } from '../../../util/units.ts';
import { usePage } from '../view/page-state.ts';

/** The runs of a process, the last one first; each leads to its log. */
export function Runs({ runs }: { readonly runs: readonly ReportedRun[] }) {
  const page = usePage();
  return (
    <details class="runs">
      <summary>{`runs (the last ${runs.length})`}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">run</th>
            <th scope="col">began</th>
            <th scope="col">lasted</th>
            <th scope="col">ended</th>
          </tr>
        </thead>
        <tbody>
          {[...runs].reverse().map(({ run, startedAt, endedAt, exit, cause }) => (
            <tr key={`${run} ${startedAt}`}>
              <td>
                <button type="button" class="link" onClick={() => page.show({ run, span: null, line: null })}>
                  {run}
                </button>
              </td>
              <td>{dateTimeText(startedAt)}</td>
              <td>{durationText((endedAt ?? Date.now()) - startedAt)}</td>
              <td>
                {[...(exit === null ? [] : [exitMessage(exit)]), ...(cause === null ? [] : [causeMessage(cause)])].join(
                  ', ',
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
