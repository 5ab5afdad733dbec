import type { ResourceUse } from '../../model/resource-use.ts';
import { bytesText } from '../../util/units.ts';
import { type Column, renderTable } from './table.ts';

/** What `pom top` sorts by. */
export const RESOURCE_ORDERS = ['cpu', 'memory', 'name'] as const;
export type ResourceOrder = (typeof RESOURCE_ORDERS)[number];

const COLUMNS: readonly Column[] = [
  { title: 'PID', align: 'right' },
  { title: 'NAME', align: 'left' },
  { title: 'STATUS', align: 'left' },
  { title: 'PROCS', align: 'right' },
  { title: 'CPU', align: 'right' },
  { title: 'MEM', align: 'right' },
];

const NONE = '-';

/** The greatest first, or by name; what is unknown comes last, and the same order by name. */
export function sortResources(resources: readonly ResourceUse[], order: ResourceOrder): readonly ResourceUse[] {
  const byName = (a: ResourceUse, b: ResourceUse) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  if (order === 'name') return resources.toSorted(byName);
  return resources.toSorted((a, b) => (b[order] ?? -1) - (a[order] ?? -1) || byName(a, b));
}

/** The table of `pom top`, with a line for all together. */
export function renderResources(resources: readonly ResourceUse[]): string {
  const known = resources.filter(({ osProcesses }) => osProcesses !== null);
  const sum = (key: 'cpu' | 'memory' | 'osProcesses') => known.reduce((total, use) => total + (use[key] ?? 0), 0);
  const rows = resources.map((use) => [
    use.pid === null ? NONE : String(use.pid),
    use.name,
    use.status,
    ...renderUse(use.osProcesses, use.cpu, use.memory),
  ]);
  if (known.length < 2) return renderTable(COLUMNS, rows);
  return renderTable(COLUMNS, [
    ...rows,
    ['', 'together', '', ...renderUse(sum('osProcesses'), sum('cpu'), sum('memory'))],
  ]);
}

function renderUse(osProcesses: number | null, cpu: number | null, memory: number | null): readonly string[] {
  return [
    osProcesses === null ? NONE : String(osProcesses),
    cpu === null ? NONE : `${(cpu * 100).toFixed(1)}%`,
    memory === null ? NONE : bytesText(memory),
  ];
}
