import { usePage } from '../view/page-state.ts';
import { PANELS } from '../view/view.ts';
import './tabs.css';

/** What to look at: on a narrow screen one of all, on a wide one what the middle shows. */
export function Tabs() {
  const page = usePage();
  return (
    <nav class="tabs" aria-label="what to look at">
      {PANELS.map((panel) => (
        <button
          key={panel}
          type="button"
          data-panel={panel}
          aria-current={page.view.value.panel === panel ? 'page' : undefined}
          onClick={() => page.show({ panel })}
        >
          {panel}
        </button>
      ))}
    </nav>
  );
}
