import { Detail } from '../detail/detail.tsx';
import { GraphView } from '../graph/graph-view.tsx';
import { useActions } from '../keys/use-actions.ts';
import { Logs } from '../logs/logs.tsx';
import { Overview } from '../overview/overview.tsx';
import { reload } from '../processes/act.ts';
import { ProcessList } from '../processes/process-list.tsx';
import { usePage } from '../view/page-state.ts';
import { ConfigError } from './config-error.tsx';
import { Header } from './header.tsx';
import { Help } from './help.tsx';
import { Notice } from './notice.tsx';
import { Tabs } from './tabs.tsx';
import './app.css';

/**
 * ```
 * ┌ header ──────────────────────────────┐
 * │ what is wrong with pom.yaml          │
 * ├ processes ┬ what happened over time ─┤
 * │           ├ log ─────────────────────┤
 * │           │                          │
 * └───────────┴──────────────────────────┘
 * ```
 * On a narrow screen there is room for one of these, and the tabs below say which.
 */
export function App() {
  const page = usePage();
  const { view, preferences } = page;
  useActions({
    graph: () => page.show({ panel: view.peek().panel === 'graph' ? 'logs' : 'graph' }),
    reload: () => void reload(page),
    'zoom-log': () => {
      preferences.zoom.value = !preferences.zoom.peek();
    },
  });
  return (
    <div
      class="app"
      data-panel={view.value.panel}
      data-zoom={preferences.zoom.value}
      data-connection={page.live.connection.value}
    >
      <Header />
      <ConfigError />
      <main>
        <ProcessList />
        <div class="middle">
          {page.live.identity.value === null ? null : (
            <>
              <Detail />
              <Overview />
              <Logs />
              {view.value.panel === 'graph' ? <GraphView /> : null}
            </>
          )}
        </div>
      </main>
      <Tabs />
      <Notice />
      <Help />
    </div>
  );
}
