import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadProject, renderDiagnostics } from '../../src/config/index.ts';
import { GOLDEN, goldenNames, goldenSections, outputOf } from './golden-text.ts';

describe('what is said about a configuration', () => {
  it('is written down for the mistakes that people make', () => {
    expect(goldenNames.length).toBeGreaterThanOrEqual(35);
  });

  it.each(goldenNames)('is as in golden/%s', (name) => {
    const sections = goldenSections(name);
    const output = outputOf(sections, { loadProject, renderDiagnostics });
    if (process.env.UPDATE_GOLDEN !== undefined) {
      const updated = [...sections].map(([title, text]) => `=== ${title}\n${title === 'output' ? output : text}`);
      writeFileSync(path.join(GOLDEN, name), updated.join(''));
    }
    expect(output).toBe(sections.get('output'));
  });
});
