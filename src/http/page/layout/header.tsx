import { useEffect } from 'preact/hooks';
import { usePage } from '../view/page-state.ts';
import './header.css';

const THEMES = { system: 'light', light: 'dark', dark: 'system' } as const;
const THEME_SIGNS = { system: '◐', light: '☀', dark: '☾' } as const;

/** Whose session it is and how it does, in a line. */
export function Header() {
  const { live, preferences, actions } = usePage();
  const session = live.session.value;
  const theme = preferences.theme.value;
  useTitle();
  return (
    <header class="header">
      <h1 title={session?.dir}>{session?.name ?? 'pom'}</h1>
      <Counts />
      <ConnectionState />
      <button
        type="button"
        class="plain"
        aria-label={`colours: ${theme}`}
        title={`colours: ${theme}`}
        onClick={() => {
          preferences.theme.value = THEMES[theme];
        }}
      >
        {THEME_SIGNS[theme]}
      </button>
      <button type="button" class="plain" aria-label="help" title="keys (?)" onClick={() => actions.do('help')}>
        ?
      </button>
    </header>
  );
}

/** So that a tab which nobody sees says that something has crashed. */
function useTitle(): void {
  const { live } = usePage();
  const name = live.session.value?.name ?? 'pom';
  const crashed = live.processes.value.filter(({ status }) => status === 'crashed').length;
  useEffect(() => {
    document.title = crashed === 0 ? name : `✗ ${crashed} crashed · ${name}`;
  }, [name, crashed]);
}

/** `4 running, 1 crashed`: what most processes do comes first. */
function Counts() {
  const counts = new Map<string, number>();
  for (const { status } of usePage().live.processes.value) counts.set(status, (counts.get(status) ?? 0) + 1);
  const texts = [...counts].sort(([, a], [, b]) => b - a).map(([status, count]) => `${count} ${status}`);
  return <p class="counts">{texts.join(', ')}</p>;
}

const CONNECTIONS = {
  connecting: 'connecting…',
  live: 'live',
  lost: 'the session does not answer; trying again…',
  ended: 'the session has ended; waiting for the next one…',
  moved: 'the session is elsewhere now; "pom open" prints the link',
  unauthorized: 'not allowed',
} as const;

function ConnectionState() {
  const connection = usePage().live.connection.value;
  return (
    <p class={`connection ${connection}`} role="status">
      {CONNECTIONS[connection]}
    </p>
  );
}
