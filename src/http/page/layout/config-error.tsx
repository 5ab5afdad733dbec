import { usePage } from '../view/page-state.ts';
import './config-error.css';

/** What is not as it should be: mistakes in the configuration, with the place of each, and other warnings. */
export function ConfigError() {
  const session = usePage().live.session.value;
  const error = session?.configError ?? null;
  const warnings = session?.warnings ?? [];
  if (error === null && warnings.length === 0) return null;
  return (
    <section class="trouble" aria-label="what is not as it should be">
      {error === null ? null : (
        <details open>
          <summary>pom.yaml was not applied: what runs is what it said before</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
          <pre class="scrolls" tabIndex={0}>
            {error}
          </pre>
        </details>
      )}
      {warnings.map((warning) => (
        <p key={warning}>{warning}</p>
      ))}
    </section>
  );
}
