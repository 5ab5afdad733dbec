import type { ProcessReport } from '../model/control.ts';
import type { ProcessSpec } from '../model/process-spec.ts';

const REDACTED = '[redacted]';

/**
 * A report without the values of variables. Whoever may ask the socket may read them anyway; over HTTP they could end up
 * in a browser's cache, a proxy or somebody's dashboard.
 */
export function withoutValues(report: ProcessReport): ProcessReport {
  const { spec } = report;
  const environment = spec.environment.map((layer): ProcessSpec['environment'][number] =>
    layer.kind === 'map' ? { ...layer, variables: concealed(layer.variables) } : layer,
  );
  return { ...report, spec: { ...spec, environment, environmentValues: concealed(spec.environmentValues) } };
}

function concealed<V extends string | null>(variables: ReadonlyMap<string, V>): ReadonlyMap<string, V | string> {
  return new Map([...variables].map(([name, value]) => [name, value === null ? value : REDACTED]));
}

/** The same of a configuration, which is the text of a JSON object: what is under a key `env` is a map of variables. */
export function configurationWithoutValues(text: string): string {
  const configuration: unknown = JSON.parse(text, (key, value: unknown) =>
    key === 'env' && typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inner === null ? null : REDACTED]))
      : value,
  );
  return JSON.stringify(configuration);
}
