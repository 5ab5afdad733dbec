import path from 'node:path';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { OVERRIDE_NAME } from '../find-project.ts';
import { loadProject } from '../load.ts';
import { combine } from './combine.ts';
import { readCompose } from './compose.ts';
import type { ProcessDraft, ProjectDraft } from './draft.ts';
import { readPackage } from './package-scripts.ts';
import { readProcfile } from './procfile.ts';
import { type WrittenDraft, writeDraft } from './write.ts';

export interface DraftOptions {
  /** Absolute: the pom.yaml that it is going to be. What is beside it is read. */
  readonly file: string;
  /** The environment that pom runs in: what `${VAR:?message}` asks for. */
  readonly environment: ReadonlyMap<string, string>;
}

/** A pom.yaml that has no mistakes, not yet written. */
export interface DraftedProject {
  readonly text: string;
  /** The files it was made from, relative; empty for a bare starting point. */
  readonly sources: readonly string[];
  readonly processes: readonly string[];
  /** What is in it as a comment only. */
  readonly leftOut: readonly string[];
  /** Files that were found and could not be used, one sentence each. */
  readonly warnings: readonly string[];
}

/** Makes a pom.yaml of what is found: a Procfile, the scripts of package.json, a compose file. Writes nothing. */
export function draftProject({ file, environment }: DraftOptions): DraftedProject {
  const directory = path.dirname(file);
  let draft = combine({
    procfile: readProcfile(directory),
    package: readPackage(directory, directory),
    compose: readCompose(directory),
    packageIn: (below) => readPackage(path.resolve(directory, below), directory),
  });
  for (;;) {
    const written = writeDraft(draft);
    const refused = firstRefused(written, file, environment);
    if (refused === null) {
      return {
        text: written.text,
        sources: draft.sources,
        processes: draft.processes.map(({ name }) => name),
        leftOut: draft.leftOut.map(({ name }) => name),
        warnings: draft.warnings,
      };
    }
    draft = without(draft, refused.name, refused.message);
  }
}

/** The first process in which something is not as pom.yaml wants it, and what; null when there is none. */
function firstRefused({ text, lines }: WrittenDraft, file: string, environment: ReadonlyMap<string, string>) {
  const directory = path.dirname(file);
  const loaded = loadProject({
    files: [file, path.join(directory, OVERRIDE_NAME)],
    profiles: [],
    environment,
    displayFrom: directory,
    unsaved: new Map([[file, text]]),
  });
  if (loaded.ok) return null;
  for (const { severity, at, message } of loaded.failure.diagnostics) {
    const name = severity === 'error' && isIn(at, path.basename(file)) ? processAt(lines, at.line) : null;
    if (name !== null) return { name, message };
  }
  // What is left is in files that were there before, such as .env; "pom check" says so.
  return null;
}

function isIn(at: Diagnostic['at'], file: string): at is NonNullable<Diagnostic['at']> {
  return at !== null && at.file === file;
}

function processAt(lines: WrittenDraft['lines'], line: number): string | null {
  return [...lines].find(([, [from, to]]) => line >= from && line < to)?.[0] ?? null;
}

/** The draft with one process as a comment, and nothing that depends on it. */
function without(draft: ProjectDraft, name: string, message: string): ProjectDraft {
  const refused = draft.processes.find((process) => process.name === name);
  const suggestion = refused === undefined ? null : { command: refused.command ?? '', ...refused.keys };
  const why = `"${name}" of ${refused?.source ?? ''} needs your eye: ${message}`;
  return {
    ...draft,
    processes: draft.processes
      .filter((process) => process.name !== name)
      .map((process) => independentOf(process, name)),
    leftOut: [...draft.leftOut, { name, why, suggestion }],
  };
}

function independentOf(process: ProcessDraft, name: string): ProcessDraft {
  const { depends_on: dependencies, ...keys } = process.keys;
  if (dependencies === undefined || dependencies === null || typeof dependencies !== 'object') return process;
  const left = Array.isArray(dependencies)
    ? dependencies.filter((dependency) => dependency !== name)
    : Object.fromEntries(Object.entries(dependencies).filter(([dependency]) => dependency !== name));
  const isEmpty = Object.keys(left).length === 0;
  if (Object.keys(left).length === Object.keys(dependencies).length) return process;
  const notes = [...process.notes, `It also needs ${name}: see below.`];
  return { ...process, notes, keys: isEmpty ? keys : { ...keys, depends_on: left } };
}
