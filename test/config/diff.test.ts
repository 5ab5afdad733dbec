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

// What a change of each key asks for is in reload-table.ts.
describe('a reload', () => {
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
