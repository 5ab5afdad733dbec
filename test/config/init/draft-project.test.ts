import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { draftProject } from '../../../src/config/index.ts';
import { ProjectFolder } from '../project-folder.ts';

const text = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '$',
    '$$',
    '${',
    `\${A:?b}`,
    '$PORT',
    '5s',
    '1.5h',
    '0',
    'auto',
    'NONE',
    'CMD',
    '- x',
    '\0',
    '\u2028',
  ),
  fc.constantFrom(
    'a',
    'b',
    '/a',
    'a b',
    '..',
    '.',
    '80',
    '80:80',
    '8080:80/udp',
    'SIGINT',
    'always',
    'on-failure:3',
    '__proto__',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const number = fc.oneof(fc.integer(), fc.double(), fc.boolean(), fc.constant(null));
const value = fc.oneof(
  text,
  number,
  fc.array(text, { maxLength: 3 }),
  fc.dictionary(text, fc.oneof(text, number), { maxKeys: 3 }),
);
const KEYS = [
  ...['command', 'entrypoint', 'environment', 'env_file', 'healthcheck', 'restart', 'ports', 'stop_signal', 'profiles'],
  ...['stop_grace_period', 'working_dir', 'build', 'image', 'volumes', 'extends'],
];
const health = fc.record({ test: value, interval: text, timeout: value, retries: value }, { requiredKeys: [] });
const dependencies = fc.oneof(
  fc.array(fc.constantFrom('a', 'b', 'c')),
  fc.dictionary(
    fc.constantFrom('a', 'b', 'c'),
    fc.record({ condition: fc.constantFrom('service_started', 'service_healthy', 'service_completed_successfully') }),
  ),
);
const service = fc
  .tuple(
    fc.dictionary(fc.constantFrom(...KEYS), value, { maxKeys: 6 }),
    fc.record({ command: text, healthcheck: health, depends_on: dependencies }, { requiredKeys: [] }),
  )
  .map(([any, likely]) => ({ ...any, ...likely }));
const services = fc.dictionary(fc.oneof(fc.constantFrom('a', 'b', 'c', 'web'), text), fc.oneof(service, value), {
  maxKeys: 5,
});

const files = fc.record(
  {
    'compose.yaml': fc.oneof(
      services.map((all) => stringify({ services: all })),
      value.map((any) => stringify(any)),
    ),
    'package.json': fc
      .dictionary(fc.oneof(fc.constantFrom('dev', 'start', 'worker', 'dev:api'), text), fc.oneof(text, number))
      .map((scripts) => JSON.stringify({ scripts })),
    Procfile: fc.array(fc.tuple(text, text)).map((lines) => lines.map(([name, run]) => `${name}: ${run}\n`).join('')),
  },
  { requiredKeys: [] },
);

describe('a drafted pom.yaml', () => {
  it('has no mistakes, whatever it is made from', () => {
    fc.assert(
      fc.property(files, (found) => {
        using folder = new ProjectFolder(found);
        const { text: drafted } = draftProject({ file: folder.file('pom.yaml'), environment: new Map() });
        folder.write('pom.yaml', drafted);
        const loaded = folder.load();
        expect(loaded.ok ? [] : loaded.failure.diagnostics.map(({ message }) => message)).toEqual([]);
      }),
      { numRuns: Number(process.env.RUNS ?? 150) },
    );
  });
});
