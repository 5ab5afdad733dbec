import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const SRC = path.join(import.meta.dirname, '..', 'src');

/** What each room may import besides itself, and why no more. */
const MAY_IMPORT: Readonly<Record<string, { readonly rooms: readonly string[]; readonly because: string }>> = {
  model: { rooms: [], because: 'the vocabulary depends on nothing, so that everything may depend on it' },
  util: { rooms: [], because: 'general pieces know no word of pom' },
  config: { rooms: ['model', 'util'], because: 'reading a configuration must work without a running pom' },
  supervisor: {
    rooms: ['model', 'util'],
    because: 'it hands lines to a sink it was given and does not know the store',
  },
  store: { rooms: ['model', 'util'], because: 'it keeps lines and does not know who writes or reads them' },
  watch: { rooms: ['model', 'util'], because: 'it says that a file changed, not what that means' },
  wire: { rooms: ['model', 'util'], because: 'it says how requests and answers are written, not what carries them' },
  ipc: { rooms: ['model', 'util', 'wire'], because: 'it carries Control over a socket and must work against a fake' },
  http: { rooms: ['model', 'util', 'wire'], because: 'it carries Control over HTTP and must work against a fake' },
  mcp: { rooms: ['model', 'util', 'wire'], because: 'it makes tools of Control and must work against a fake' },
  tui: { rooms: ['model', 'util'], because: 'the dashboard must work in process, attached, and against a fake' },
  app: {
    rooms: ['model', 'util', 'config', 'supervisor', 'store', 'watch', 'wire', 'ipc', 'http'],
    because: 'it is where rooms meet, and it does not know how anything is shown',
  },
  cli: {
    rooms: ['model', 'util', 'app', 'ipc', 'wire', 'tui', 'mcp', 'config'],
    because: 'commands speak to Control, never to the supervisor or the store',
  },
  'index.ts': { rooms: ['app', 'config', 'model'], because: 'it re-exports the public surface and nothing else' },
};

/** Packages that only one place may use, so that replacing one is a change to one file or room. */
const PACKAGE_HOME: Readonly<Record<string, string>> = {
  yaml: 'config/',
  ajv: 'config/',
  execa: 'app/listening-ports.ts',
  chokidar: 'watch/',
  croner: 'util/cron.ts',
  'terminal-kit': 'tui/screen.ts',
  clipanion: 'cli/',
  hono: 'http/',
  '@hono/node-server': 'http/',
  '@modelcontextprotocol/sdk': 'mcp/',
  preact: 'http/page/',
  '@preact/signals': 'http/page/',
  uplot: 'http/page/',
  '@dagrejs/dagre': 'http/page/',
};

/** `import … from 'x'`, `export … from 'x'`, `import 'x'` and `import('x')`; types count. */
const IMPORT =
  /(?:^|[\s;])(?:import|export)\s*(?:[\w*{},\s$]*?\sfrom\s*)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;

interface Import {
  readonly from: string;
  readonly specifier: string;
}

function sourceFiles(): readonly string[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(path.join(SRC, file), 'utf8');
  return [...text.matchAll(IMPORT)].map((match) => ({ from: file, specifier: match[1] ?? match[2] ?? '' }));
}

const imports = sourceFiles().flatMap(importsOf);
const targetOf = ({ from, specifier }: Import) => path.join(path.dirname(from), specifier);
const roomOf = (file: string) => file.split(path.sep)[0] ?? file;
const isLocal = ({ specifier }: Import) => specifier.startsWith('.');

describe('imports', () => {
  it('finds the import lines', () => {
    expect(imports.length).toBeGreaterThan(20);
  });

  it('go down the map in src/README.md only', () => {
    const wrong = imports.filter(isLocal).flatMap((entry) => {
      const from = roomOf(entry.from);
      const to = roomOf(targetOf(entry));
      const rule = MAY_IMPORT[from];
      if (rule === undefined) return [`${entry.from}: the room "${from}" is not in MAY_IMPORT`];
      if (to === from || rule.rooms.includes(to) || to.startsWith('..')) return [];
      return [`${entry.from} imports ${entry.specifier}, but ${from} may not import ${to}: ${rule.because}`];
    });
    expect(wrong).toEqual([]);
  });

  it('keep the page, which runs in browsers, apart from the server', () => {
    const isOfPage = (file: string) => file.startsWith(path.join('http', 'page') + path.sep);
    const wrong = imports.flatMap((entry) => {
      const { from, specifier } = entry;
      if (isOfPage(from) && specifier.startsWith('node:')) return [`${from}: a browser has no ${specifier}`];
      const isWithin = !isLocal(entry) || isOfPage(from) === isOfPage(targetOf(entry));
      const isShared = isOfPage(from) && !targetOf(entry).startsWith('http');
      return isWithin || isShared ? [] : [`${from} imports ${specifier}: they share only model, util and wire`];
    });
    expect(wrong).toEqual([]);
  });

  it('form no cycle between files', () => {
    const graph = new Map<string, string[]>();
    for (const entry of imports.filter(isLocal)) {
      graph.set(entry.from, [...(graph.get(entry.from) ?? []), targetOf(entry)]);
    }
    expect(cyclesIn(graph)).toEqual([]);
  });

  it('use each package only in its home', () => {
    const wrong = imports.flatMap(({ from, specifier }) => {
      const home = Object.entries(PACKAGE_HOME).find(
        ([name]) => specifier === name || specifier.startsWith(`${name}/`),
      );
      return home === undefined || from.startsWith(home[1])
        ? []
        : [`${from} imports ${specifier}; only ${home[1]} may`];
    });
    expect(wrong).toEqual([]);
  });

  it('name files with their extension and builtins with node:', () => {
    const wrong = imports.filter(({ specifier }) =>
      specifier.startsWith('.')
        ? !/\.(tsx?|json|css)$/.test(specifier)
        : /^(fs|net|os|path|child_process|util)$/.test(specifier),
    );
    expect(wrong).toEqual([]);
  });
});

/** Each cycle once, as the files along it. */
function cyclesIn(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) {
      cycles.push([...trail.slice(trail.indexOf(file)), file].join(' -> '));
    } else if (!done.has(file)) {
      for (const target of graph.get(file) ?? []) visit(target, [...trail, file]);
      done.add(file);
    }
  };
  for (const file of graph.keys()) visit(file, []);
  return cycles;
}
