import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { diffProjects } from '../../src/config/index.ts';
import type { ProcessSpec } from '../../src/model/process-spec.ts';
import type { ProjectSpec } from '../../src/model/project-spec.ts';
import type { ReloadPlan } from '../../src/model/reload-plan.ts';
import { arbitraryConfig, arbitraryProject, projectFrom } from './arbitrary-project.ts';
import { ProjectFolder } from './project-folder.ts';

/** Two versions of a folder's pom.yaml, as the change that one process goes through. */
function changeBetween(before: string, after: string, head = ''): unknown {
  using folder = new ProjectFolder({ 'pom.yaml': fileOf(before, head), 'a.env': 'FROM_FILE=1\n' });
  const old = folder.project();
  folder.write('pom.yaml', fileOf(after, head));
  const { changed, unchanged } = diffProjects(old, folder.project());
  expect(unchanged).toEqual(changed.length === 0 ? ['a', 'b'] : ['b']);
  return changed.map(({ keys, action }) => [action, ...keys]);
}

const fileOf = (keys: string, head: string) =>
  `${head}\nprocesses:\n  a: {${keys.startsWith('command:') ? '' : 'command: x, '}${keys}}\n  b: {command: y}\n`;

describe('a reload that changes one key', () => {
  it.each([
    ['command: x', 'command: y', 'restart', 'command'],
    ['command: x', 'command: [x]', 'restart', 'command'],
    ['', 'cwd: sub', 'restart', 'cwd'],
    ['', 'stdin: pipe', 'restart', 'stdin'],
    ['env: {PORT: 1}', 'env: {PORT: 2}', 'restart', 'env.PORT'],
    ['', 'env: {PORT: 2}', 'restart', 'env.PORT'],
    ['env: {PORT: 1}', '', 'restart', 'env.PORT'],
    ['', 'env: {PORT: null}', 'restart', 'env.PORT'],
    ['', 'env_file: [a.env]', 'restart', 'env.FROM_FILE'],
    ['env: {FROM_FILE: 1}', 'env_file: [a.env]', 'update', 'env_file'],
    ['', 'description: hello', 'update', 'description'],
    ['', 'links: [x]', 'update', 'links'],
    ['', 'depends_on: [b]', 'update', 'depends_on.b'],
    ['depends_on: [b]', 'depends_on: {b: completed}', 'update', 'depends_on.b'],
    ['', 'restart: always', 'update', 'restart.policy'],
    ['', 'ready: {tcp: 80}', 'update', 'ready'],
    ['ready: {tcp: 80}', 'ready: {tcp: 80, period: 2s}', 'update', 'ready.period'],
    ['', 'alive: {http: "http://localhost"}', 'update', 'alive'],
    ['restart: always', 'restart: {policy: always, backoff: {max: 1h}}', 'update', 'restart.backoff.max'],
    ['restart: always', 'restart: {policy: always, max_restarts: 3}', 'update', 'restart.max_restarts'],
    ['', 'success_exit_codes: [0, 1]', 'update', 'success_exit_codes'],
    ['', 'stop: {grace: 1s}', 'update', 'stop.grace'],
    ['', 'stop: {signal: SIGINT}', 'update', 'stop.signal'],
    ['', 'stop: {command: kill it}', 'update', 'stop.command'],
    ['', 'stop: {leader_only: true}', 'update', 'stop.leader_only'],
    ['', 'autostart: false', 'update', 'autostart'],
    ['', 'exit_project: on-exit', 'update', 'exit_project'],
    ['', 'logs: {max_bytes: 1MiB}', 'update', 'logs.max_bytes'],
    ['', 'logs: {max_line_bytes: 1KiB}', 'update', 'logs.max_line_bytes'],
  ])('from {%s} to {%s} asks for %s, because of %s', (before, after, action, key) => {
    expect(changeBetween(before, after)).toEqual([[action, key]]);
  });

  it.each([
    ['', 'x-note: 1'],
    ['description: x', 'description: "x"'],
    ['stop: {grace: 1m}', 'stop: {grace: 60s}'],
    ['depends_on: [b]', 'depends_on: {b: started}'],
    ['', 'autostart: true'],
    ['env: {A: 1, B: 2}', 'env: {B: 2, A: 1}'],
  ])('from {%s} to {%s}, which mean the same, asks for nothing', (before, after) => {
    expect(changeBetween(before, after)).toEqual([]);
  });

  it('updates when the profiles change, and restarts when that turns the process on or off', () => {
    const head = 'profiles: [dev]';
    expect(changeBetween('profiles: [dev]', 'profiles: [dev, test]', head)).toEqual([['update', 'profiles']]);
    expect(changeBetween('profiles: [dev]', 'profiles: [test]', head)).toEqual([['restart', 'profiles']]);
    expect(changeBetween('', 'profiles: [test]', head)).toEqual([['restart', 'profiles']]);
  });

  it('restarts exactly the processes that a variable of a file, or the shell, matters to', () => {
    const text = (shell: string) => `
shell: [${shell}, -c]
processes:
  shell: {command: x}
  list: {command: [x]}
  file: {command: [x], env_file: [a.env]}
`;
    using folder = new ProjectFolder({ 'pom.yaml': text('sh'), 'a.env': 'A=1\n' });
    const old = folder.project();
    folder.write('pom.yaml', text('bash'));
    folder.write('a.env', 'A=2\n');
    const { changed, unchanged } = diffProjects(old, folder.project());
    expect(changed.map(({ spec, keys, action }) => [spec.name, action, ...keys])).toEqual([
      ['shell', 'restart', 'shell'],
      ['file', 'restart', 'env.A'],
    ]);
    expect(unchanged).toEqual(['list']);
  });
});

describe('the difference between two projects', () => {
  it('is nothing when they are the same', () => {
    fc.assert(
      fc.property(arbitraryConfig, (config) => {
        const project = projectFrom(config);
        const plan = diffProjects(project, projectFrom(config));
        expect(plan).toMatchObject({ added: [], removed: [], changed: [], unchanged: [...project.processes.keys()] });
      }),
      { numRuns: 50 },
    );
  });

  it('makes one of the other', () => {
    fc.assert(
      fc.property(arbitraryProject, arbitraryProject, (old, next) => {
        const plan = diffProjects(old, next);
        expect(applied(old, plan)).toEqual(next.processes);
        for (const { keys } of plan.changed) expect(keys.length).toBeGreaterThan(0);
      }),
      { numRuns: 100 },
    );
  });
});

function applied(old: ProjectSpec, plan: ReloadPlan): ReadonlyMap<string, ProcessSpec> {
  const processes = new Map(old.processes);
  for (const name of plan.removed) processes.delete(name);
  for (const { spec } of plan.changed) processes.set(spec.name, spec);
  for (const spec of plan.added) processes.set(spec.name, spec);
  expect([...plan.unchanged].every((name) => old.processes.has(name))).toBe(true);
  return processes;
}
