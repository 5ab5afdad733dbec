import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { loadProject, renderDiagnostics } from '../../src/config/index.ts';
import { ProjectFolder } from './project-folder.ts';

/**
 * Each file in `golden/` is a project and what pom says about it: `=== NAME` begins a file of the project,
 * `=== environment` the variables that pom was started with, `=== output` what is printed. `UPDATE_GOLDEN=1` writes the
 * outputs anew, for a reader to judge in the diff.
 */
export const GOLDEN = path.join(import.meta.dirname, 'golden');

export const goldenNames = readdirSync(GOLDEN).filter((name) => name.endsWith('.txt'));

/** What is judged: the room `config`, from its source or as it was built. */
export interface ConfigRoom {
  readonly loadProject: typeof loadProject;
  readonly renderDiagnostics: typeof renderDiagnostics;
}

/** The texts of a file by their titles. */
export function goldenSections(name: string): ReadonlyMap<string, string> {
  const sections = new Map<string, string>();
  const text = readFileSync(path.join(GOLDEN, name), 'utf8');
  for (const part of text.split(/^=== /m).slice(1)) {
    const end = part.indexOf('\n');
    sections.set(part.slice(0, end), part.slice(end + 1));
  }
  return sections;
}

/** What `room` says about the project. */
export function outputOf(sections: ReadonlyMap<string, string>, room: ConfigRoom): string {
  const files = [...sections].filter(([title]) => title !== 'output' && title !== 'environment');
  using folder = new ProjectFolder(Object.fromEntries(files));
  const variables = (sections.get('environment') ?? '').split('\n').filter((line) => line.includes('='));
  const environment = new Map(variables.map((line) => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1)]));
  const loaded = folder.load({ environment }, room.loadProject);
  const diagnostics = loaded.ok ? loaded.value.warnings : loaded.failure.diagnostics;
  const text = diagnostics.length === 0 ? 'nothing to say' : room.renderDiagnostics(diagnostics, { color: false });
  return `${text.replaceAll(folder.path, '<dir>')}\n`;
}
