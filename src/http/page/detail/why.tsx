import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ProcessInfo, ProcessStatus } from '../../../model/process-status.ts';
import { LASTING, type WhyAnswer, type WhyLink } from '../../../model/why.ts';
import { plainText } from '../../../util/terminal-text.ts';
import { durationText } from '../../../util/units.ts';
import { apiFailureMessage, pathOf } from '../api/api.ts';
import { useActions } from '../keys/use-actions.ts';
import { usePage } from '../view/page-state.ts';

/** In these somebody will want to know. */
const TROUBLED: ReadonlySet<ProcessStatus> = new Set(['crashed', 'skipped', 'backoff']);

/** Why a process is where it is, down to the root, what it said, and what to try: as `pom why`. */
export function Why({ info }: { readonly info: ProcessInfo }) {
  const { api } = usePage();
  const { name, status, run } = info;
  const isTroubled = TROUBLED.has(status);
  const details = useRef<HTMLDetailsElement>(null);
  const isOpen = useSignal(isTroubled);
  const why = useSignal<WhyAnswer | string | null>(null);
  useActions({
    why: () => {
      isOpen.value = !isOpen.peek();
    },
  });
  useEffect(() => {
    if (isTroubled) isOpen.value = true;
  }, [isTroubled]);
  useEffect(() => {
    if (!isOpen.value) return;
    const left = new AbortController();
    void api.get<WhyAnswer>(`${pathOf(name)}/why`, {}, left.signal).then((answer) => {
      if (answer.ok) why.value = answer.value;
      else if (answer.failure.reason !== 'aborted') why.value = apiFailureMessage(answer.failure);
    });
    return () => left.abort();
  }, [name, status, run, isOpen.value]);
  return (
    <details
      ref={details}
      class="why"
      open={isOpen.value}
      onToggle={(event) => {
        isOpen.value = event.currentTarget.open;
      }}
    >
      <summary>why</summary>
      {typeof why.value === 'string' ? <p>{why.value}</p> : why.value === null ? null : <Answer why={why.value} />}
    </details>
  );
}

function Answer({ why: { chain, lines, next } }: { readonly why: WhyAnswer }) {
  return (
    <>
      <ol>
        {chain.map((link) => (
          <li key={`${link.process} ${link.code}`}>{reasonOf(link, Date.now())}</li>
        ))}
      </ol>
      {lines.length === 0 ? null : <pre>{lines.map(({ line }) => plainText(line)).join('\n')}</pre>}
      {next.length === 0 ? null : (
        <ul aria-label="what to try">
          {next.map((text) => (
            <li key={text}>{`try: ${text}`}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function reasonOf({ process, code, message, run, at, retryAt }: WhyLink, now: number): string {
  const age = at === null ? '' : durationText(now - at);
  const when = at === null ? '' : LASTING.has(code) ? ` (run ${run}, for ${age})` : ` (run ${run}, ${age} ago)`;
  const retry = retryAt === null ? '' : ` (in ${durationText(retryAt - now)})`;
  return `${process} ${plainText(message)}${when}${retry}`;
}
