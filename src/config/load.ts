import path from 'node:path';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { EnvironmentLayer } from '../model/environment.ts';
import type { InvalidConfig } from '../model/failure.ts';
import type { ProjectSpec } from '../model/project-spec.ts';
import { err, ok, type Result } from '../model/result.ts';
import { checkFile, checkProcesses } from './check.ts';
import { Diagnostics } from './diagnostic.ts';
import { EnvironmentReader, expand } from './expand.ts';
import type { VariablePlaces } from './explain-environment.ts';
import { OVERRIDE_NAME } from './find-project.ts';
import { type ProjectFile, readIncludes } from './include.ts';
import { joinFiles } from './join-files.ts';
import { mergeMaps } from './merge.ts';
import type { MapNode } from './node.ts';
import { parse } from './parse.ts';
import { readText } from './read-text.ts';
import { resolveProject } from './resolve.ts';
import { SourceFile } from './source-file.ts';
import { validate } from './validate.ts';

export interface LoadOptions {
  /** Absolute, the main file first, later ones win: what `findProject` found. A `pom.override.yaml` may be absent. */
  readonly files: readonly string[];
  /** Profiles to turn on, besides those that the files turn on. */
  readonly profiles: readonly string[];
  /** The environment that the session was, or would be, started with. */
  readonly environment: ReadonlyMap<string, string>;
  /** Absolute: the working directory of whoever reads the diagnostics. */
  readonly displayFrom: string;
  /** By absolute path: texts that count instead of what is on the disk. */
  readonly unsaved?: ReadonlyMap<string, string>;
}

export interface LoadedProject {
  readonly project: ProjectSpec;
  /** Where the variables of its processes are written. */
  readonly variablePlaces: VariablePlaces;
  /** What every process of the main file begins with, lowest first: the environment without that of any process. */
  readonly environment: readonly EnvironmentLayer[];
  /** In the order of the text. */
  readonly warnings: readonly Diagnostic[];
}

/** A configuration with mistakes. */
export interface RefusedProject extends InvalidConfig {
  /** Absolute: the files that were read or looked for; the mistake is mended in one of them. */
  readonly sources: readonly string[];
  /** Of the processes in it, for those who look for one; null when the text cannot be read as far as that. */
  readonly names: readonly string[] | null;
}

/** Reads, validates and resolves a project. Never throws for what is in the files; runs nothing. */
export function loadProject(options: LoadOptions): Result<LoadedProject, RefusedProject> {
  const [mainFile] = options.files;
  if (mainFile === undefined) throw new Error('Internal error: a project without a file');
  const directory = path.dirname(mainFile);
  const diagnostics = new Diagnostics();
  const { files, root } = readFiles(options, diagnostics);

  const refuse = (sources: readonly string[], names: RefusedProject['names']) =>
    err({ reason: 'invalid-config' as const, diagnostics: diagnostics.sorted(files), sources, names });
  if (root === null) return refuse([...new Set([...options.files, path.join(directory, '.env')])], null);

  const reader = new EnvironmentReader(options.environment, diagnostics);
  const main: ProjectFile = { ...expand(root, directory, reader, diagnostics), prefixes: [''] };
  const shownAs = (file: string) => shorter(file, options.displayFrom);
  const includes = readIncludes(main, { mainFiles: options.files, reader, diagnostics, shownAs });
  files.push(...includes.sources);
  const sources = [...new Set([...options.files, ...includes.paths, ...reader.files])];
  const parts = [main, ...includes.files];
  for (const part of parts) {
    validate(part.root, diagnostics);
    checkFile(part, diagnostics);
  }
  const processes = joinFiles(parts, diagnostics);
  checkProcesses(processes, includes.complete, diagnostics);
  if (diagnostics.hasErrors) return refuse(sources, [...processes.keys()]);

  const project = resolveProject({ parts, processes }, { directory, sources, profiles: options.profiles });
  const environment: readonly EnvironmentLayer[] = [...main.dotenv, { kind: 'inherited' }, ...main.projectLayers];
  return ok({ project, variablePlaces: reader.places, environment, warnings: diagnostics.sorted(files) });
}

/** The files laid over each other; the root is null when one of them could not be read. */
function readFiles({ files, displayFrom, unsaved }: LoadOptions, diagnostics: Diagnostics) {
  const sources: SourceFile[] = [];
  const roots: (MapNode | null)[] = [];
  for (const [index, file] of files.entries()) {
    const unsavedText = unsaved?.get(file);
    const text = unsavedText === undefined ? readText(file) : ok(unsavedText);
    if (!text.ok) {
      if (index > 0 && text.failure.missing && path.basename(file) === OVERRIDE_NAME) continue;
      diagnostics.placeless(`${shorter(file, displayFrom)} ${text.failure.problem}`);
      roots.push(null);
      continue;
    }
    const source = new SourceFile(file, shorter(file, displayFrom), text.value);
    sources.push(source);
    roots.push(parse(source, diagnostics));
  }
  const readable = roots.filter((root): root is MapNode => root !== null);
  const merged = readable.length === roots.length ? readable.reduce((base, over) => mergeMaps(base, over)) : null;
  return { files: sources, root: merged };
}

/** Relative to the working directory where that is shorter. */
function shorter(file: string, displayFrom: string): string {
  const relative = path.relative(displayFrom, file);
  return relative.length < file.length ? relative : file;
}
