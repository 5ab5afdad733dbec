import type { Diagnostics } from './diagnostic.ts';
import type { ExpandedProcess } from './expand.ts';
import type { ProjectFile } from './include.ts';
import { type ConfigNode, type Entry, get } from './node.ts';

/** A process under its full name, and the file that decides what it leaves open. */
export interface PlacedProcess extends ExpandedProcess {
  readonly home: ProjectFile;
}

/**
 * The processes of all files by their full names. What they depend on is spelled in full, too: a name means a process of
 * the same file if there is one, else of the files that include it, else of the project. Two of one name are a mistake.
 */
export function joinFiles(files: readonly ProjectFile[], diagnostics: Diagnostics): ReadonlyMap<string, PlacedProcess> {
  const placed = new Map<string, PlacedProcess>();
  for (const home of files) {
    for (const [written, process] of home.processes) {
      const name = `${home.prefixes[0] ?? ''}${written}`;
      const first = placed.get(name);
      if (first === undefined) {
        placed.set(name, { ...process, name, home });
        continue;
      }
      const related = [{ message: 'it is described here first', at: first.entry.keyAt }];
      const advice = 'rename one, or include its file with a prefix';
      diagnostics.error(process.entry.keyAt, `there are two processes "${name}"; ${advice}`, related);
    }
  }
  return new Map([...placed].map(([name, process]) => [name, { ...process, entry: withFullNames(process, placed) }]));
}

function withFullNames({ entry, home }: PlacedProcess, all: ReadonlyMap<string, PlacedProcess>): Entry {
  const { node } = entry;
  const dependencies = get(node, 'depends_on');
  if (node.kind !== 'map' || dependencies === null || home.prefixes.join('') === '') return entry;
  const full = (written: string): string => {
    const prefix = home.prefixes.find((candidate) => all.has(candidate + written)) ?? '';
    return prefix + written;
  };
  const written = node.entries.get('depends_on');
  const entries = new Map(node.entries);
  if (written !== undefined) entries.set('depends_on', { ...written, node: renamed(dependencies, full) });
  return { ...entry, node: { ...node, entries } };
}

/** `depends_on`, a list or a map, with its names replaced. */
function renamed(node: ConfigNode, full: (written: string) => string): ConfigNode {
  switch (node.kind) {
    case 'list':
      return { ...node, items: node.items.map((item) => renamed(item, full)) };
    case 'map':
      return { ...node, entries: new Map([...node.entries].map(([name, entry]) => [full(name), entry])) };
    case 'scalar':
      return typeof node.value === 'string' ? { ...node, value: full(node.value), text: full(node.value) } : node;
    default:
      return node satisfies never;
  }
}
