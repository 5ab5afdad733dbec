import * as fc from 'fast-check';
import type { ProjectSpec } from '../../src/model/project-spec.ts';
import { expandReplicas } from '../../src/model/replicas.ts';
import { projectOf } from './project-folder.ts';

const NAMES = ['a', 'b', 'c', 'd/e', 'f.g-1'];

const text = fc.constantFrom(
  'x',
  'two words',
  '$HOME',
  '$$',
  "it's",
  '"quoted"',
  'é 日本',
  '# no comment',
  '- x',
  'a: b',
  'no',
  '1.10',
);
const duration = fc.constantFrom('250ms', '1s', '1m30s', '0s', '2h');
const size = fc.constantFrom('1KiB', '1MB', '12345B');
const policy = fc.constantFrom('never', 'on-failure', 'always');
const environment = fc.dictionary(fc.constantFrom('A', 'B', 'C'), fc.option(text.map(escaped)), { maxKeys: 3 });
const command = fc.oneof(text, fc.array(text.map(escaped), { minLength: 1, maxLength: 3 }));

/** Variables are what other tests are about: here a dollar is a dollar. */
function escaped(value: string): string {
  return value.replaceAll('$', '$$$$');
}

const paths = fc.array(fc.constantFrom('/srv/src', '/srv/conf/*.json', '/etc/x'), { minLength: 1, maxLength: 2 });
const ignore = fc.constantFrom('dist', '*.test.js', '/srv/generated/**');
const watch = fc.oneof(
  paths,
  fc.record({ paths, ignore: fc.array(ignore), debounce: duration, exec: command }, { requiredKeys: ['paths'] }),
  fc.record({ paths, signal: fc.constant('SIGHUP') }),
  fc.record({ paths, action: fc.constant('restart'), cascade: fc.boolean() }, { requiredKeys: ['paths'] }),
);
const overlap = fc.constantFrom('skip', 'queue');
const schedule = fc.oneof(
  fc.record({ every: fc.constantFrom('10m', '1h30m') }),
  fc.record(
    {
      cron: fc.constantFrom('@daily', '*/5 * * * mon-fri'),
      timezone: fc.constant('UTC'),
      overlap,
      run_on_start: fc.boolean(),
    },
    { requiredKeys: ['cron'] },
  ),
);

/** What is always restarted, or ends the project, cannot have a schedule. */
function withoutContradiction<T extends { schedule?: unknown }>(keys: T): Omit<T, 'schedule'> {
  const { schedule: times, ...rest } = keys;
  const contradicted = /"always"|"exit_project":"on/.test(JSON.stringify(rest));
  return times === undefined || contradicted ? rest : keys;
}

function processKeys(dependencies: readonly string[]) {
  const condition = fc.constantFrom('started', 'completed', 'completed_successfully');
  return fc.record(
    {
      command,
      description: text.map(escaped),
      links: fc.array(text.map(escaped), { maxLength: 2 }),
      cwd: fc.constantFrom('/srv', '/tmp/x'),
      env: environment,
      depends_on: fc
        .subarray([...dependencies])
        .chain((names) =>
          fc
            .array(condition, { minLength: names.length, maxLength: names.length })
            .map((conditions) => Object.fromEntries(names.map((name, index) => [name, conditions[index]]))),
        ),
      restart: fc.oneof(
        policy,
        fc.record(
          {
            policy,
            backoff: fc.record({ initial: duration, max: fc.constant('3h'), factor: fc.constantFrom(1, 1.5, 3) }),
            max_restarts: fc.constantFrom(0, 3, 'unlimited'),
            reset_after: duration,
          },
          { requiredKeys: ['policy'] },
        ),
      ),
      success_exit_codes: fc.uniqueArray(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 3 }),
      stop: fc.record(
        { signal: fc.constantFrom('SIGINT', 'SIGTERM'), grace: duration, command, leader_only: fc.boolean() },
        { requiredKeys: [] },
      ),
      replicas: fc.integer({ min: 0, max: 3 }),
      schedule,
      watch,
      stdin: fc.constantFrom('null', 'pipe'),
      tty: fc.constant(false),
      autostart: fc.boolean(),
      profiles: fc.subarray(['dev', 'test']),
      kill: fc.constantFrom('tree', 'group', 'leader'),
      exit_project: fc.constantFrom('never', 'on-failure', 'on-exit'),
      logs: fc.record({ max_bytes: size, max_line_bytes: size }, { requiredKeys: [] }),
    },
    { requiredKeys: ['command'] },
  );
}

/** What could be in a pom.yaml, as JSON, without mistakes: a process depends only on those before it. */
export const arbitraryConfig = fc.subarray(NAMES).chain((names) =>
  fc.record(
    {
      name: fc.constant('shop'),
      shell: fc.constantFrom(['sh', '-c'], ['bash', '-euc']),
      profiles: fc.subarray(['dev', 'test']),
      reload: fc.constantFrom('auto', 'manual'),
      logs: fc.record({ memory: size }),
      env: environment,
      processes: fc.record(
        Object.fromEntries(
          names.map((name, index) => [name, processKeys(names.slice(0, index)).map(withoutContradiction)]),
        ),
      ),
    },
    { requiredKeys: ['name', 'processes'] },
  ),
);

/** Loads what could be in a pom.yaml. */
export function projectFrom(config: unknown): ProjectSpec {
  return withoutPlace(projectOf(JSON.stringify(config)));
}

/** A project without mistakes. */
export const arbitraryProject: fc.Arbitrary<ProjectSpec> = arbitraryConfig.map(projectFrom);

/** Where a project is kept says nothing about it: temporary directories differ. */
export function withoutPlace(project: ProjectSpec): ProjectSpec {
  const declared = new Map(
    [...project.declared].map(([name, { spec, replicas }]) => {
      const environment = spec.environment.filter(({ kind }) => kind !== 'file');
      const cwd = spec.cwd === project.directory ? '/project' : spec.cwd;
      return [name, { spec: { ...spec, cwd, environment }, replicas }];
    }),
  );
  return { ...project, directory: '/project', sources: [], declared, processes: expandReplicas(declared) };
}
