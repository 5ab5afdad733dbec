import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { LogsAnswer } from '../api/answers.ts';
import { apiFailureMessage } from '../api/api.ts';
import { useActions } from '../keys/use-actions.ts';
import { usePage } from '../view/page-state.ts';
import type { Search } from '../view/view.ts';
import type { Direction } from './find-match.ts';
import { matchesQuery } from './log-query.ts';

/** Typing goes on for so long before matches are counted. */
const COUNT_AFTER_MS = 250;

const NO_SEARCH: Search = { pattern: '', kind: 'text', ignoreCase: false, isFilter: false };

interface SearchBarProps {
  readonly onFind: (direction: Direction) => void;
}

/** What to search for in the whole history, how, and how often it is there. */
export function SearchBar({ onFind }: SearchBarProps) {
  const page = usePage();
  const field = useRef<HTMLInputElement>(null);
  const search = page.view.value.search ?? NO_SEARCH;
  // How to search is remembered while there is nothing to search for.
  const how = useSignal(search);
  const change = (part: Partial<Search>) => {
    how.value = { ...how.peek(), ...search, ...part };
    const { pattern } = how.peek();
    page.show({ search: pattern === '' ? null : how.peek() }, { remember: false });
  };
  const shown = search.pattern === '' ? { ...how.value, pattern: '' } : search;
  useActions({
    search: () => {
      if (page.view.peek().panel !== 'logs') page.show({ panel: 'logs' });
      field.current?.focus();
      field.current?.select();
    },
  });
  return (
    <search class="search">
      <input
        ref={field}
        type="search"
        aria-label="search the whole log"
        placeholder="search (/)"
        autocomplete="off"
        spellcheck={false}
        value={shown.pattern}
        onInput={(event) => change({ ...shown, pattern: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onFind(event.shiftKey ? 'newer' : 'older');
          else if (event.key === 'Escape') event.currentTarget.blur();
          else return;
          event.preventDefault();
        }}
      />
      <Toggle
        label="match case"
        sign="Aa"
        isOn={!shown.ignoreCase}
        onChange={(on) => change({ ...shown, ignoreCase: !on })}
      />
      <Toggle
        label="regular expression"
        sign=".*"
        isOn={shown.kind === 'regex'}
        onChange={(on) => change({ ...shown, kind: on ? 'regex' : 'text' })}
      />
      <Toggle
        label="only lines that match (&)"
        sign="only"
        isOn={shown.isFilter}
        onChange={(on) => change({ ...shown, isFilter: on })}
      />
      <button
        type="button"
        class="plain"
        aria-label="the match before"
        title="the match before (N)"
        onClick={() => onFind('older')}
      >
        ↑
      </button>
      <button
        type="button"
        class="plain"
        aria-label="the next match"
        title="the next match (n)"
        onClick={() => onFind('newer')}
      >
        ↓
      </button>
      <MatchCount />
    </search>
  );
}

interface ToggleProps {
  readonly label: string;
  readonly sign: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function Toggle({ label, sign, isOn, onChange }: ToggleProps) {
  return (
    <button
      type="button"
      class="toggle"
      aria-label={label}
      title={label}
      aria-pressed={isOn}
      onClick={() => onChange(!isOn)}
    >
      {sign}
    </button>
  );
}

/** `1,234 matches`, or what is wrong with the pattern. */
function MatchCount() {
  const { api, view } = usePage();
  const text = useSignal('');
  const { search } = view.value;
  const question = JSON.stringify(search === null ? null : matchesQuery(view.value, search));
  useEffect(() => {
    if (search === null) {
      text.value = '';
      return;
    }
    const left = new AbortController();
    const timer = setTimeout(async () => {
      const query = { ...matchesQuery(view.peek(), search), count_only: true };
      const counted = await api.get<LogsAnswer>('/logs', query, left.signal);
      if (counted.ok) text.value = `${counted.value.matches.toLocaleString()} found`;
      else if (counted.failure.reason !== 'aborted') text.value = apiFailureMessage(counted.failure);
    }, COUNT_AFTER_MS);
    return () => {
      clearTimeout(timer);
      left.abort();
    };
  }, [question]);
  return (
    <span class="count" role="status">
      {text.value}
    </span>
  );
}
