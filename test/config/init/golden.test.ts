import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { draftProject } from '../../../src/config/index.ts';
import { ProjectFolder } from '../project-folder.ts';

/**
 * Each file in `golden/` is a folder and the pom.yaml that is made of it: `=== NAME` begins a file of the folder,
 * `=== output` the result. `UPDATE_GOLDEN=1` writes the outputs anew, for a reader to judge in the diff.
 */
const GOLDEN = path.join(import.meta.dirname, 'golden');

const names = readdirSync(GOLDEN).filter((name) => name.endsWith('.txt'));

describe('a drafted pom.yaml', () => {
  it('is written down for each kind of source', () => {
    expect(names.length).toBeGreaterThanOrEqual(8);
  });

  it.each(names)('is as in golden/%s, and has no mistakes', (name) => {
    const file = path.join(GOLDEN, name);
    const parts = readFileSync(file, 'utf8').split(/^=== /m).slice(1);
    const sections = new Map(
      parts.map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)]),
    );
    const files = [...sections].filter(([title]) => title !== 'output');
    using folder = new ProjectFolder(Object.fromEntries(files));
    const drafted = draftProject({ file: folder.file('pom.yaml'), environment: new Map() });
    const warnings = drafted.warnings.map((warning) => `warning: ${warning}\n`);
    const output = warnings.join('') + drafted.text;
    if (process.env.UPDATE_GOLDEN !== undefined) {
      const all = [...files, ['output', output]];
      writeFileSync(file, all.map(([title, text]) => `=== ${title}\n${text}`).join(''));
    }
    expect(output).toBe(sections.get('output'));
    folder.write('pom.yaml', drafted.text);
    expect([...folder.project().processes.keys()].length).toBeGreaterThan(0);
  });
});
