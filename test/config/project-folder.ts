import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findProject, type LoadOptions, loadProject } from '../../src/config/index.ts';
import type { ProjectSpec } from '../../src/model/project-spec.ts';

/** A temporary directory with configuration files in it; `using` removes it. */
export class ProjectFolder implements Disposable {
  readonly path = realpathSync(mkdtempSync(path.join(tmpdir(), 'pom-config-')));

  /** @param files contents by path relative to the folder. */
  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    for (const [name, content] of Object.entries(files)) this.write(name, content);
  }

  write(name: string, content: string | Uint8Array): void {
    mkdirSync(path.dirname(this.file(name)), { recursive: true });
    writeFileSync(this.file(name), content);
  }

  file(name: string): string {
    return path.join(this.path, name);
  }

  /** Finds and loads the project, with `load`, as a command that is called in the folder does. */
  load(options: Partial<LoadOptions> = {}, load = loadProject) {
    const found = findProject({ cwd: this.path, directory: null, files: [] });
    if (!found.ok) throw new Error(`no project in ${this.path}`);
    return load({
      files: found.value,
      profiles: [],
      environment: new Map(),
      displayFrom: this.path,
      ...options,
    });
  }

  /** The project, when it has no mistakes. */
  project(options: Partial<LoadOptions> = {}): ProjectSpec {
    const loaded = this.load(options);
    if (!loaded.ok) throw new Error(loaded.failure.diagnostics.map(({ message }) => message).join('\n'));
    return loaded.value.project;
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Loads one text as the pom.yaml of a folder of its own. */
export function loadText(text: string | Uint8Array, options: Partial<LoadOptions> = {}) {
  using folder = new ProjectFolder({ 'pom.yaml': text });
  return folder.load(options);
}

/** The spec of one text without mistakes. */
export function projectOf(text: string, options: Partial<LoadOptions> = {}): ProjectSpec {
  using folder = new ProjectFolder({ 'pom.yaml': text });
  return folder.project(options);
}

/** The messages of a text's diagnostics, errors and warnings, in order. */
export function messagesOf(text: string | Uint8Array, options: Partial<LoadOptions> = {}): readonly string[] {
  const loaded = loadText(text, options);
  const diagnostics = loaded.ok ? loaded.value.warnings : loaded.failure.diagnostics;
  return diagnostics.map(({ message }) => message);
}
