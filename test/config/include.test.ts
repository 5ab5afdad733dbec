import { describe, expect, it } from '@jest/globals';
import { renderProject } from '../../src/config/index.ts';
import type { ProcessSpec } from '../../src/model/process-spec.ts';
import type { ProjectSpec } from '../../src/model/project-spec.ts';
import { ProjectFolder } from './project-folder.ts';

function specOf(project: ProjectSpec, name: string): ProcessSpec {
  const spec = project.processes.get(name);
  if (spec === undefined) throw new Error(`no process ${name} among ${[...project.processes.keys()].join(', ')}`);
  return spec;
}

const dependencies = (project: ProjectSpec, name: string) =>
  specOf(project, name).dependsOn.map(({ process, condition }) => `${process}:${condition}`);

describe('an included file', () => {
  it('brings its processes, which run beside it', () => {
    using folder = new ProjectFolder({
      'pom.yaml': 'include: [shop/pom.yaml]\nprocesses: {api: {command: api}}',
      'shop/pom.yaml': 'processes: {web: {command: web}, sub: {command: sub, cwd: sub}}',
    });
    const project = folder.project();
    expect([...project.processes.keys()]).toEqual(['api', 'web', 'sub']);
    expect([specOf(project, 'api').cwd, specOf(project, 'web').cwd, specOf(project, 'sub').cwd]).toEqual(
      ['.', 'shop', 'shop/sub'].map((name) => folder.file(name)).map((file) => file.replace(/\/\.$/, '')),
    );
  });

  it('is the same by itself: its defaults, shell and parents are its own', () => {
    using folder = new ProjectFolder({
      'pom.yaml':
        'include: [shop/pom.yaml]\ndefaults: {restart: always}\nshell: [bash, -c]\nprocesses: {api: {command: api}}',
      'shop/pom.yaml': `
defaults: {stop: {grace: 3s}}
processes: {web: {command: web}, more: {extends: web, description: more}}`,
    });
    const project = folder.project();
    expect(specOf(project, 'more')).toMatchObject({
      command: { kind: 'shell', shell: ['sh', '-c'], text: 'web' },
      restart: { policy: 'never' },
      stop: { graceMs: 3_000 },
    });
    expect(specOf(project, 'api').stop.graceMs).toBe(10_000);
  });

  it('has the environment of the main file below its own', () => {
    using folder = new ProjectFolder({
      'pom.yaml': 'include: [shop/pom.yaml]\nenv: {A: main, B: main, E: "$D"}\nprocesses: {api: {command: api}}',
      '.env': 'C=main\nD=main\n',
      'shop/pom.yaml':
        'env: {B: "shop of $A"}\nenv_file: [my.env]\nprocesses: {web: {command: web, description: "$B $D"}}',
      'shop/.env': 'D=shop\n',
      'shop/my.env': 'F=shop\n',
    });
    const project = folder.project();
    expect(Object.fromEntries(specOf(project, 'web').environmentValues)).toEqual({
      A: 'main',
      B: 'shop of main',
      C: 'main',
      D: 'shop',
      E: 'shop',
      F: 'shop',
    });
    expect(specOf(project, 'web').description).toBe('shop of main shop');
    expect(Object.fromEntries(specOf(project, 'api').environmentValues)).toEqual({
      A: 'main',
      B: 'main',
      C: 'main',
      D: 'main',
      E: 'main',
    });
  });

  it('puts its prefix before the names of its processes, which find each other first', () => {
    using folder = new ProjectFolder({
      'pom.yaml': `
include: [{path: shop.yaml, prefix: shop/}]
processes: {db: {command: db}, mail: {command: mail}, api: {command: api, depends_on: [shop/web]}}`,
      'shop.yaml': `
include: [{path: cache.yaml, prefix: cache-}]
processes:
  db: {command: db, ready: {tcp: 1}}
  web: {command: web, depends_on: {db: ready, mail: started, cache-redis: started}}`,
      'cache.yaml': 'processes: {redis: {command: redis, depends_on: [db]}}',
    });
    const project = folder.project();
    expect([...project.processes.keys()]).toEqual(['db', 'mail', 'api', 'shop/db', 'shop/web', 'shop/cache-redis']);
    expect(dependencies(project, 'api')).toEqual(['shop/web:started']);
    expect(dependencies(project, 'shop/web')).toEqual(['shop/db:ready', 'mail:started', 'shop/cache-redis:started']);
    expect(dependencies(project, 'shop/cache-redis')).toEqual(['shop/db:ready']);
  });

  it('turns its profiles on, and keeps what the main file redacts', () => {
    using folder = new ProjectFolder({
      'pom.yaml': 'include: [shop.yaml]\nlogs: {redact: [a], max_bytes: 1MiB}\nprocesses: {api: {command: api}}',
      'shop.yaml':
        'profiles: [shop]\nlogs: {redact: [b]}\nprocesses: {web: {command: web, profiles: [shop], logs: {max_bytes: 2MiB}}}',
    });
    const project = folder.project();
    expect(specOf(project, 'web').enabled).toBe(true);
    expect(specOf(project, 'web').logs).toMatchObject({ redact: ['a', 'b'], maxBytes: 2 * 1024 * 1024 });
    expect(specOf(project, 'api').logs.redact).toEqual(['a']);
  });

  it('is one of the sources, with the files that it reads, and so is one that is missing', () => {
    using folder = new ProjectFolder({
      'pom.yaml': 'env: {WHERE: shop}\ninclude: [$WHERE/pom.yaml]',
      'shop/pom.yaml': 'env_file: [my.env]\nprocesses: {web: {command: web}}',
      'shop/my.env': '',
    });
    const names = ['pom.yaml', 'shop/pom.yaml', '.env', 'shop/.env', 'shop/my.env'];
    expect([...folder.project().sources].sort()).toEqual(
      expect.arrayContaining(names.map((name) => folder.file(name)).sort()),
    );
    folder.write('pom.yaml', 'include: [gone/pom.yaml]');
    const refused = folder.load();
    expect(refused.ok ? [] : refused.failure.sources).toContain(folder.file('gone/pom.yaml'));
  });

  it('is spelled out in the rendered project, other shells and all', () => {
    using folder = new ProjectFolder({
      'pom.yaml': 'include: [shop.yaml]\nprocesses: {api: {command: echo $X, ready: {exec: test $X}}}',
      'shop.yaml': 'shell: [bash, -c]\nprocesses: {web: {command: echo $Y, stop: {command: echo $Z}}}',
    });
    const project = folder.project();
    using again = new ProjectFolder({ 'pom.yaml': renderProject(project, 'yaml') });
    const rendered = again.project();
    expect(specOf(rendered, 'api').command).toEqual(specOf(project, 'api').command);
    expect(specOf(rendered, 'api').ready).toEqual(specOf(project, 'api').ready);
    expect(specOf(rendered, 'web').command).toEqual({ kind: 'argv', argv: ['bash', '-c', 'echo $Y'] });
    expect(specOf(rendered, 'web').stop.command).toEqual({ kind: 'argv', argv: ['bash', '-c', 'echo $Z'] });
  });

  it('is refused when files include each other without end under new prefixes', () => {
    const doubling = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [
        `f${index}.yaml`,
        index === 11
          ? 'processes: {a: {command: a}}'
          : `include: [{path: f${index + 1}.yaml, prefix: l}, {path: f${index + 1}.yaml, prefix: r}]`,
      ]),
    );
    using folder = new ProjectFolder({ ...doubling, 'pom.yaml': 'include: [f0.yaml]' });
    const loaded = folder.load();
    const messages = loaded.ok ? [] : loaded.failure.diagnostics.map(({ message }) => message);
    expect(messages).toEqual(expect.arrayContaining([expect.stringMatching(/more than 1000 files/)]));
  });
});
