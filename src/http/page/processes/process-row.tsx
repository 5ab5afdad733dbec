import { LIVE_STATUSES, type ProcessInfo } from '../../../model/process-status.ts';
import { bytesText, durationText } from '../../../util/units.ts';
import { usePage } from '../view/page-state.ts';
import { cpuText } from '../view/units.ts';
import type { Verb } from './act.ts';
import { moodOf, reasonText, signOf, statusText } from './status-text.ts';

interface ProcessRowProps {
  readonly info: ProcessInfo;
  readonly isSelected: boolean;
  /** @param more besides those that are selected already. */
  readonly onSelect: (more: boolean) => void;
  readonly onAct: (verb: Verb) => void;
}

/** One process: name, status, what it uses, and what can be done with it. */
export function ProcessRow({ info, isSelected, onSelect, onAct }: ProcessRowProps) {
  const { names } = usePage();
  const { name, restarts, uptimeMs, cpu, memory } = info;
  const facts = [
    ...(uptimeMs === null ? [] : [durationText(uptimeMs)]),
    ...(restarts === 0 ? [] : [`${restarts} ${restarts === 1 ? 'restart' : 'restarts'}`]),
    ...(cpu === null ? [] : [cpuText(cpu)]),
    ...(memory === null ? [] : [bytesText(memory)]),
  ];
  return (
    <li class={`process ${moodOf(info)}`}>
      <button
        type="button"
        class="choose"
        aria-pressed={isSelected}
        title={reasonText(info) ?? undefined}
        onClick={(event) => onSelect(event.ctrlKey || event.metaKey || event.shiftKey)}
      >
        <span class="sign" aria-hidden="true">
          {signOf(info)}
        </span>
        <span class={`name ${names.classOf(name)}`}>{name}</span>
        <span class="status">{statusText(info, Date.now())}</span>
        <span class="facts">{facts.join(' · ')}</span>
      </button>
      <span class="acts">
        {LIVE_STATUSES.has(info.status) || info.status === 'backoff' ? (
          <button type="button" aria-label={`stop ${name}`} title="stop" onClick={() => onAct('stop')}>
            ■
          </button>
        ) : (
          <button type="button" aria-label={`start ${name}`} title="start" onClick={() => onAct('start')}>
            ▶
          </button>
        )}
        <button type="button" aria-label={`restart ${name}`} title="restart" onClick={() => onAct('restart')}>
          ↻
        </button>
      </span>
    </li>
  );
}
