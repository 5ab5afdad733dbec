import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { renderDiagnostics } from '../../src/config/index.ts';
import { ProjectFolder } from './project-folder.ts';

/**
 * Each file in `golden/` is a project and what pom says about it: `=== NAME` begins a file of the project,
 * `=== environment` the variables that pom was started with, `=== output` what is printed. `UPDATE_GOLDEN=1` writes the
 * outputs anew, for a reader to judge in the diff.
 */
const GOLDEN = path.join(import.meta.dirname, 'golden');

const names = readdirSync(GOLDEN).filter((name) => name.endsWith('.txt'));

describe('what is said about a configuration', () => {
  it('is written down for the mistakes that people make', () => {
    expect(names.length).toBeGreaterThanOrEqual(35);
  });

  it.each(names)('is as in golden/%s', (name) => {
    const file = path.join(GOLDEN, name);
    const sections = sectionsOf(readFileSync(file, 'utf8'));
    const output = outputOf(sections);
    if (process.env.UPDATE_GOLDEN !== undefined) {
      const updated = [...sections].map(([title, text]) => `=== ${title}\n${title === 'output' ? output : text}`);
      writeFileSync(file, updated.join(''));
    }
    expect(output).toBe(sections.get('output'));
  });
});

function sectionsOf(text: string): ReadonlyMap<string, string> {
  const sections = new Map<string, string>();
  for (const part of text.split(/^=== /m).slice(1)) {
    const end = part.indexOf('\n');
    sections.set(part.slice(0, end), part.slice(end + 1));
  }
  return sections;
}

function outputOf(sections: ReadonlyMap<string, string>): string {
  const files = [...sections].filter(([title]) => title !== 'output' && title !== 'environment');
  using folder = new ProjectFolder(Object.fromEntries(files));
  const variables = (sections.get('environment') ?? '').split('\n').filter((line) => line.includes('='));
  const environment = new Map(variables.map((line) => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1)]));
  const loaded = folder.load({ environment });
  const diagnostics = loaded.ok ? loaded.value.warnings : loaded.failure.diagnostics;
  const text = diagnostics.length === 0 ? 'nothing to say' : renderDiagnostics(diagnostics, { color: false });
  return `${text.replaceAll(folder.path, '<dir>')}\n`;
}
