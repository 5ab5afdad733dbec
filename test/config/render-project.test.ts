import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { renderProject } from '../../src/config/index.ts';
import type { ProjectSpec } from '../../src/model/project-spec.ts';
import { arbitraryProject, withoutPlace } from './arbitrary-project.ts';
import { projectOf } from './project-folder.ts';

describe('a rendered project', () => {
  it('is what a person would write', () => {
    const project = projectOf(
      'name: shop\nprocesses: {a: {command: echo $X, cwd: /srv, env: {A: 1.10, B: null, C: $$}}}',
    );
    expect(renderProject(project, 'yaml')).toBe(`name: shop
reload: auto
profiles: []
dotenv: false
shell: [ sh, -c ]
logs:
  memory: 64MiB
  persist:
    max_bytes: 256MiB
    max_age: 7d
http: false
processes:
  a:
    command: echo $X
    cwd: /srv
    env:
      A: "1.10"
      C: $$
      B: null
    restart:
      policy: never
      backoff:
        initial: 100ms
        max: 30s
        factor: 2
        jitter: 0.1
      max_restarts: unlimited
      reset_after: 10s
    success_exit_codes: [ 0 ]
    stop:
      signal: SIGTERM
      grace: 10s
      leader_only: false
    kill: tree
    tty: false
    stdin: "null"
    autostart: true
    exit_project: never
    logs:
      max_line_bytes: 64KiB`);
  });

  it.each(['yaml', 'json'] as const)('is, as %s, a configuration that means the same', (format) => {
    fc.assert(
      fc.property(arbitraryProject, (project) => {
        const again = withoutPlace(projectOf(renderProject(project, format)));
        // Environments are resolved: the values count, and no longer where they came from.
        const comparable = ({ declared, processes: _, ...rest }: ProjectSpec) => ({
          ...rest,
          declared: [...declared].map(([name, { spec, replicas }]) => [name, replicas, { ...spec, environment: [] }]),
        });
        expect(comparable(again)).toEqual(comparable(project));
      }),
      { numRuns: 60 },
    );
  });
});
