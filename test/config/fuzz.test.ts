/** Damaged configurations: whatever was done to a good one, it is a project or has mistakes that can be shown. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { renderDiagnostics } from '../../src/config/index.ts';
import { renderProject } from '../../src/config/render-project.ts';
import { unsafeParts } from '../rig/terminal-safe.ts';
import { arbitraryConfig } from './arbitrary-project.ts';
import { loadText } from './project-folder.ts';

/** Few in the suite; `POM_FUZZ_RUNS=100000` for a night. */
const RUNS = { numRuns: Number(process.env.POM_FUZZ_RUNS ?? 100) };

const GOLDEN = path.join(import.meta.dirname, 'golden');
const texts = readdirSync(GOLDEN)
  .filter((name) => name.endsWith('.txt'))
  .flatMap(
    (name) => readFileSync(path.join(GOLDEN, name), 'utf8').match(/(?<=^=== pom\.yaml\n)[\s\S]*?(?=^=== )/m) ?? [],
  );

const shard = fc.constantFrom(
  ...['\n', '  ', '\t', ':', '- ', '{', '}', '[', ']', '"', "'", '&a ', '*a', '<<: *a', '!!str ', '? ', '| ', '# '],
  ...[
    '\u001b[2J',
    '\u009b2J',
    '\u202e',
    '\u2028',
    '\ufeff',
    '\u0000',
    '\r',
    '\ud800',
    '😀',
    '__proto__',
    'constructor',
  ],
  ...[
    '${X',
    '\u0024{X:-\u0024{Y}}',
    '$$',
    '\u0024{X:?\u001b[2J}',
    'null',
    '1e999',
    '.nan',
    '-0',
    '99999999999999999999',
    'no',
  ],
);
const cut = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), remove: fc.nat(30), insert: shard });

function damage(
  text: string,
  cuts: readonly { readonly at: number; readonly remove: number; readonly insert: string }[],
) {
  return cuts.reduce((damaged, { at, remove, insert }) => {
    const start = Math.floor(at * damaged.length);
    return damaged.slice(0, start) + insert + damaged.slice(start + remove);
  }, text);
}

/** Anything where anything is expected, under keys of the schema. */
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(fc.constant(null), fc.boolean(), fc.double(), fc.maxSafeInteger(), fc.string(), shard),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(
        fc.constantFrom(
          ...['command', 'env', 'restart', 'policy', 'backoff', 'ready', 'http', 'exec', 'log', 'stop', 'logs', 'file'],
          ...['watch', 'paths', 'schedule', 'cron', 'every', 'replicas', 'ports', 'depends_on', 'extends', 'limits'],
        ),
        fc.string(),
      ),
      tie('any'),
      { maxKeys: 5 },
    ),
  ),
})).any;

/** @throws when it is neither a project that can be written and read again, nor mistakes within their file. */
function judge(text: string): void {
  const loaded = loadText(text);
  const diagnostics = loaded.ok ? loaded.value.warnings : loaded.failure.diagnostics;
  if (!loaded.ok) expect(diagnostics.length).toBeGreaterThan(0);
  const lines = text.split(/\r\n|\r|\n/).length;
  for (const at of diagnostics.flatMap(({ at, related }) => [at, ...related.map((place) => place.at)])) {
    if (at === null || at.file !== 'pom.yaml') continue;
    expect(at.line).toBeGreaterThanOrEqual(1);
    expect(at.line).toBeLessThanOrEqual(lines);
    expect(at.column).toBeGreaterThanOrEqual(1);
    expect(at.column).toBeLessThanOrEqual(at.sourceLine.length + 1);
    expect(at.length).toBeGreaterThanOrEqual(1);
  }
  expect(unsafeParts(Buffer.from(renderDiagnostics(diagnostics, { color: true })))).toEqual([]);
  if (!loaded.ok) return;
  const written = renderProject(loaded.value.project, 'yaml');
  expect(unsafeParts(Buffer.from(written))).toEqual([]);
}

describe('a configuration', () => {
  it('that was written with a mistake and then damaged is a project, or has mistakes in its lines', () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(cut, { maxLength: 4 }), (text, cuts) =>
        judge(damage(text, cuts)),
      ),
      RUNS,
    );
  });

  it('that was good and then damaged is a project, or has mistakes in its lines', () => {
    const good = arbitraryConfig.map((config) => JSON.stringify(config, null, 1));
    fc.assert(
      fc.property(good, fc.array(cut, { maxLength: 3 }), (text, cuts) => judge(damage(text, cuts))),
      RUNS,
    );
  });

  it('of any values under the keys of the schema is a project, or has mistakes in its lines', () => {
    const project = fc.record({ processes: fc.dictionary(fc.constantFrom('a', 'b'), value), env: value, logs: value });
    fc.assert(
      fc.property(project, (config) => judge(JSON.stringify(config))),
      RUNS,
    );
  });
});
