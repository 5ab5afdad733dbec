import { useSignal } from '@preact/signals';
import { useActions } from '../keys/use-actions.ts';
import { usePage } from '../view/page-state.ts';
import { act } from './act.ts';
import { ProcessRow } from './process-row.tsx';
import './process-list.css';

/** Of more than so many not all are in sight. */
const MANY = 12;

/** All processes: how each of them is, which are shown, and what can be done with them. */
export function ProcessList() {
  const page = usePage();
  const { live, view } = page;
  const filter = useSignal('');
  const all = live.processes.value;
  const processes = all.filter(({ name }) => name.includes(filter.value));
  const selected = view.value.processes;
  const select = (names: readonly string[]) => page.show({ processes: names, run: null, line: null });
  const toggle = (name: string) =>
    select(selected.includes(name) ? selected.filter((each) => each !== name) : [...selected, name]);
  const step = (by: number, more: boolean) => {
    const index = processes.findIndex(({ name }) => name === selected.at(-1));
    const to = index === -1 ? (by > 0 ? 0 : processes.length - 1) : index + by;
    const next = processes[to];
    if (next !== undefined) select(more ? [...selected.filter((each) => each !== next.name), next.name] : [next.name]);
  };
  useActions({
    up: () => step(-1, false),
    down: () => step(1, false),
    'extend-up': () => step(-1, true),
    'extend-down': () => step(1, true),
    'select-all': () => select([]),
    start: () => void act(page, 'start', selected),
    stop: () => void act(page, 'stop', selected),
    restart: () => void act(page, 'restart', selected),
  });
  return (
    <section class="processes" aria-label="processes">
      <button type="button" class="all" aria-pressed={selected.length === 0} onClick={() => select([])}>
        all processes
      </button>
      {all.length > MANY ? (
        <input
          type="search"
          aria-label="only processes with this in their name"
          placeholder="filter by name"
          value={filter.value}
          onInput={(event) => {
            filter.value = event.currentTarget.value;
          }}
        />
      ) : null}
      <ul class="scrolls-list">
        {processes.map((info) => (
          <ProcessRow
            key={info.name}
            info={info}
            isSelected={selected.includes(info.name)}
            onSelect={(more) => (more ? toggle(info.name) : select([info.name]))}
            onAct={(verb) => void act(page, verb, [info.name])}
          />
        ))}
      </ul>
    </section>
  );
}
