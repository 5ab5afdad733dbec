import { realpathSync } from 'node:fs';
import path from 'node:path';
import { chainText } from './chain.ts';
import type { Diagnostics, Related } from './diagnostic.ts';
import { type EnvironmentReader, type ExpandedProject, expand } from './expand.ts';
import { entriesOf, get, itemsOf, type MapNode, type ScalarNode, stringOf } from './node.ts';
import { parse } from './parse.ts';
import { readText } from './read-text.ts';
import { SourceFile, type Span } from './source-file.ts';

/** A file of the project, with what it is called by. */
export interface ProjectFile extends ExpandedProject {
  /** What stands before the names of its processes, then what stands before those of the file that includes it, … */
  readonly prefixes: readonly string[];
}

/** What the `include` of a main file leads to. */
export interface Includes {
  /** Each once, in the order in which they are named; the main file is not among them. */
  readonly files: readonly ProjectFile[];
  /** False when a file, or a part of one, could not be read: processes are missing for that reason. */
  readonly complete: boolean;
  /** Absolute: every file that was read or looked for. */
  readonly paths: readonly string[];
  readonly sources: readonly SourceFile[];
}

export interface IncludeOptions {
  /** Absolute: the files that the main one is made of. */
  readonly mainFiles: readonly string[];
  readonly reader: EnvironmentReader;
  readonly diagnostics: Diagnostics;
  /** How a file is shown to people. */
  readonly shownAs: (file: string) => string;
}

/**
 * Reads the files that `main` includes, and those that they include. Each is expanded by itself, with its own directory,
 * `defaults`, `shell` and environment; below its environment is that of the main file.
 */
export function readIncludes(main: ExpandedProject, options: IncludeOptions): Includes {
  const reading = new IncludeReader(main, options);
  const [first = ''] = options.mainFiles;
  reading.visit({ ...main, prefixes: [''] }, [{ name: options.shownAs(first), identity: identityOf(first), at: null }]);
  return reading;
}

/** A file on the way from the main file, and where it is included. */
interface Step {
  readonly name: string;
  readonly identity: string;
  readonly at: Span | null;
}

/** Files that include each other twice under two prefixes are two to the power of their number. */
const MOST_FILES = 1_000;

class IncludeReader implements Includes {
  readonly files: ProjectFile[] = [];
  readonly #main: ExpandedProject;
  readonly #options: IncludeOptions;
  readonly #mainIdentities: ReadonlySet<string>;
  /** By path: a file under two prefixes is one text with one set of mistakes. */
  readonly #texts = new Map<string, { readonly source: SourceFile | null; readonly root: MapNode | null }>();
  readonly #included = new Set<string>();

  constructor(main: ExpandedProject, options: IncludeOptions) {
    this.#main = main;
    this.#options = options;
    this.#mainIdentities = new Set(options.mainFiles.map(identityOf));
  }

  get complete(): boolean {
    return [...this.#texts.values()].every(({ root }) => root !== null);
  }

  get paths(): readonly string[] {
    return [...this.#texts.keys()];
  }

  get sources(): readonly SourceFile[] {
    return [...this.#texts.values()].flatMap(({ source }) => source ?? []);
  }

  /** @param trail how the file was come by, the main file first and itself last. */
  visit(file: ProjectFile, trail: readonly Step[]): void {
    for (const item of itemsOf(get(file.root, 'include'))) {
      const named = item.kind === 'map' ? get(item, 'path') : item;
      const written = stringOf(named);
      if (named?.kind !== 'scalar' || written === null || written.trim() === '') continue;
      this.#include(file, named, stringOf(get(item, 'prefix')) ?? '', trail);
    }
  }

  #include({ prefixes }: ProjectFile, named: ScalarNode, prefix: string, trail: readonly Step[]): void {
    const { diagnostics, reader, shownAs } = this.#options;
    const file = path.resolve(named.at.source.directory, named.text);
    const step: Step = { name: shownAs(file), identity: identityOf(file), at: named.at };
    if (this.#closesCycle(step, trail)) return;
    const [outer = ''] = prefixes;
    const whole = outer + prefix;
    const key = `${step.identity}\0${whole}`;
    if (this.#included.has(key)) return;
    if (this.#included.size === MOST_FILES) {
      diagnostics.error(named.at, `more than ${MOST_FILES} files are included`);
      return;
    }
    this.#included.add(key);
    const root = this.#read(file, named);
    if (root === null) return;
    const base = { dotenv: this.#main.dotenv, layers: this.#main.projectLayers };
    const expanded = expand(root, path.dirname(file), reader, diagnostics, base);
    const included: ProjectFile = {
      ...expanded,
      prefixes: [...new Set([whole, ...prefixes])],
    };
    refuseMainKeys(expanded.root, diagnostics);
    this.files.push(included);
    this.visit(included, [...trail, step]);
  }

  #read(file: string, named: ScalarNode): MapNode | null {
    const known = this.#texts.get(file);
    if (known !== undefined) return known.root;
    const { diagnostics, shownAs } = this.#options;
    const text = readText(file);
    if (!text.ok) {
      diagnostics.error(named.at, `the included file ${shownAs(file)} ${text.failure.problem}`);
      this.#texts.set(file, { source: null, root: null });
      return null;
    }
    const source = new SourceFile(file, shownAs(file), text.value);
    const root = parse(source, diagnostics);
    this.#texts.set(file, { source, root });
    return root;
  }

  #closesCycle(step: Step, trail: readonly Step[]): boolean {
    const main = this.#mainIdentities.has(step.identity) ? 0 : -1;
    const start = Math.max(
      main,
      trail.findIndex(({ identity }) => identity === step.identity),
    );
    if (start === -1 || step.at === null) return false;
    const circle = [...trail.slice(start), step];
    const edges = circle.slice(1).map((to, index): Related | null => {
      const from = circle[index]?.name;
      return to.at === null ? null : { message: `${from} includes ${to.name} here`, at: to.at };
    });
    const related = edges.slice(0, -1).filter((edge): edge is Related => edge !== null);
    const message =
      circle.length === 2
        ? `${step.name} includes itself`
        : `files include each other: ${chainText(circle.map(({ name }) => name))}`;
    this.#options.diagnostics.error(step.at, message, related);
    return true;
  }
}

/** Keys of which a session has one value, which is the main file's affair. */
const MAIN_KEYS: readonly (readonly [string, readonly string[]])[] = [
  ['', ['reload', 'http']],
  ['logs', ['memory', 'persist']],
];

function refuseMainKeys(root: MapNode, diagnostics: Diagnostics): void {
  for (const [outer, keys] of MAIN_KEYS) {
    const entries = entriesOf(outer === '' ? root : get(root, outer));
    for (const key of keys) {
      const entry = entries.get(key);
      if (entry === undefined) continue;
      const name = outer === '' ? key : `${outer}.${key}`;
      diagnostics.error(entry.keyAt, `"${name}" is decided by the main file, which includes this one; remove it here`);
    }
  }
}

function identityOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    // Not there, as whoever reads it will say.
    return file;
  }
}
