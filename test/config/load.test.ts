// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the texts under test
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { ProcessSpec } from '../../src/model/process-spec.ts';
import { messagesOf, ProjectFolder, projectOf } from './project-folder.ts';

function processIn(text: string, name = 'a', environment: ReadonlyMap<string, string> = new Map()): ProcessSpec {
  const spec = projectOf(text, { environment }).processes.get(name);
  if (spec === undefined) throw new Error(`no process ${name}`);
  return spec;
}

describe('a project', () => {
  it('has every default filled in', () => {
    using folder = new ProjectFolder({ 'pom.yaml': 'processes: {a: {command: sleep 1}}' });
    const project = folder.project();
    expect(project).toMatchObject({
      name: path.basename(folder.path),
      directory: folder.path,
      sources: [folder.file('pom.yaml'), folder.file('pom.override.yaml'), folder.file('.env')],
      profiles: [],
      reload: 'auto',
      logMemoryBytes: 64 * 1024 * 1024,
      logPersistence: { maxBytes: 256 * 1024 * 1024, maxAgeMs: 7 * 24 * 3_600_000 },
      http: null,
    });
    expect(project.processes.get('a')).toEqual({
      name: 'a',
      replica: null,
      description: null,
      links: [],
      command: { kind: 'shell', shell: ['sh', '-c'], text: 'sleep 1' },
      cwd: folder.path,
      environment: [
        { kind: 'file', path: folder.file('.env'), required: false, origin: '.env' },
        { kind: 'inherited' },
      ],
      environmentValues: new Map(),
      dependsOn: [],
      restart: {
        policy: 'never',
        backoff: { initialMs: 100, maxMs: 30_000, factor: 2, jitter: 0.1 },
        maxRestarts: null,
        resetAfterMs: 10_000,
      },
      successExitCodes: [0],
      stop: { signal: 'SIGTERM', graceMs: 10_000, command: null, leaderOnly: false },
      watch: null,
      kill: 'tree',
      schedule: null,
      tty: false,
      ports: [],
      stdin: 'null',
      autostart: true,
      profiles: [],
      enabled: true,
      ready: null,
      alive: null,
      exitProject: 'never',
      limits: { openFiles: null, memoryBytes: null, cpuMs: null, nice: null },
      user: null,
      umask: null,
      logs: { maxBytes: null, maxLineBytes: 65_536, redact: [], file: null },
    });
  });

  it('waits for what a dependency can be waited for when it is only named', () => {
    const spec = processIn(`
processes:
  a: {command: [a], depends_on: [b, c, d]}
  b: {command: [b], ready: {tcp: 80}}
  c: {command: [c], alive: {tcp: 80}}
  d: {command: [d]}
`);
    expect(spec.dependsOn.map(({ process, condition }) => [process, condition])).toEqual([
      ['b', 'ready'],
      ['c', 'started'],
      ['d', 'started'],
    ]);
  });

  it('may not notify as another user, who cannot reach the socket', () => {
    const messages = messagesOf('processes: {a: {command: [a], user: nobody, ready: {notify: true}}}');
    expect(messages).toEqual([
      expect.stringContaining('"notify" of process "a" is not supported yet together with "user"'),
    ]);
    expect(messagesOf('processes: {a: {command: [a], user: nobody, ready: {notify: false, tcp: 80}}}')).toEqual([]);
  });

  it('has what is written', () => {
    const spec = processIn(`
shell: [bash, -c]
processes:
  a:
    command: run it
    description: It runs
    links: [http://localhost]
    cwd: sub
    depends_on: {b: completed, c: {condition: completed_successfully, timeout: 30s, required: false, restart: true}, d: {}}
    restart:
      policy: on-failure
      backoff: {initial: 1s, max: 1m, factor: 1.5, jitter: 0}
      max_restarts: 3
      reset_after: 2
    success_exit_codes: [0, 3]
    stop: {signal: int, grace: 1m30s, command: stop it, leader_only: true}
    stdin: pipe
    autostart: false
    exit_project: on-exit
    kill: group
    logs: {max_bytes: 1MiB, max_line_bytes: 1KiB}
  b: {command: [b]}
  c: {command: [c], depends_on: [b, d]}
  d: {command: [d]}
`);
    expect(spec).toMatchObject({
      command: { kind: 'shell', shell: ['bash', '-c'], text: 'run it' },
      description: 'It runs',
      links: ['http://localhost'],
      cwd: expect.stringMatching(/\/sub$/),
      dependsOn: [
        { process: 'b', condition: 'completed', timeoutMs: null, required: true, restart: false },
        { process: 'c', condition: 'completed_successfully', timeoutMs: 30_000, required: false, restart: true },
        { process: 'd', condition: 'started', timeoutMs: null, required: true, restart: false },
      ],
      restart: {
        policy: 'on-failure',
        backoff: { initialMs: 1000, maxMs: 60_000, factor: 1.5, jitter: 0 },
        maxRestarts: 3,
        resetAfterMs: 2000,
      },
      successExitCodes: [0, 3],
      stop: {
        signal: 'SIGINT',
        graceMs: 90_000,
        command: { kind: 'shell', shell: ['bash', '-c'], text: 'stop it' },
        leaderOnly: true,
      },
      stdin: 'pipe',
      autostart: false,
      exitProject: 'on-exit',
      kill: 'group',
      limits: { openFiles: null, cpuMs: null, nice: null },
      user: null,
      umask: null,
      logs: { maxBytes: 1_048_576, maxLineBytes: 1024, redact: [], file: null },
    });
  });

  it.each([
    ['no', 'never'],
    ['"no"', 'never'],
    ['false', 'never'],
    ['never', 'never'],
    ['on-failure', 'on-failure'],
    ['always', 'always'],
    ['{policy: no}', 'never'],
    ['{policy: false}', 'never'],
  ])('takes restart: %s for %s', (written, policy) => {
    expect(processIn(`processes: {a: {command: x, restart: ${written}}}`).restart.policy).toBe(policy);
  });

  it('leaves what a shell runs alone and fills in everything else', () => {
    const text = `
name: \${STAGE}-shop
shell: [$SH, -c]
processes:
  a:
    command: echo $STAGE $$ \${X:?}
    description: in $STAGE for $$5
    cwd: /srv/$STAGE
    restart: \${RESTART:-always}
    autostart: "\${START:-false}"
    success_exit_codes: ["\${CODE:-7}"]
    stop: {command: 'kill $PID', grace: "\${GRACE:-3s}"}
    x-note: $UNSET
  b: {command: [echo, $STAGE, $$PID, "\${NOT:-default}"], stop: {command: [kill, $STAGE]}}
`;
    const environment = new Map(Object.entries({ STAGE: 'dev', SH: 'bash' }));
    expect(projectOf(text, { environment }).name).toBe('dev-shop');
    expect(processIn(text, 'a', environment)).toMatchObject({
      command: { kind: 'shell', shell: ['bash', '-c'], text: 'echo $STAGE $$ ${X:?}' },
      description: 'in dev for $5',
      cwd: '/srv/dev',
      restart: { policy: 'always' },
      autostart: false,
      successExitCodes: [7],
      stop: { command: { text: 'kill $PID' }, graceMs: 3000 },
    });
    expect(processIn(text, 'b', environment)).toMatchObject({
      command: { argv: ['echo', 'dev', '$PID', 'default'] },
      stop: { command: { argv: ['kill', 'dev'] } },
    });
    expect(messagesOf(text, { environment })).toEqual([]);
  });

  it('fills a default in with the variables of each process', () => {
    const project = projectOf(`
defaults: {cwd: "/srv/$APP", restart: {policy: always, max_restarts: $TRIES}}
processes:
  a: {command: x, env: {APP: one, TRIES: 1}}
  b: {command: x, env: {APP: two, TRIES: 2}}
`);
    expect([...project.processes.values()].map(({ cwd, restart }) => [cwd, restart.maxRestarts])).toEqual([
      ['/srv/one', 1],
      ['/srv/two', 2],
    ]);
  });

  it('keeps the spelling of numbers among the words of a command', () => {
    expect(processIn('processes: {a: {command: [run, 8080, 1.10, 08, true]}}').command).toEqual({
      kind: 'argv',
      argv: ['run', '8080', '1.10', '08', 'true'],
    });
  });
});

describe('defaults, extends and merge keys', () => {
  it('merge maps and replace the rest, nearest last', () => {
    const spec = processIn(
      `
x-anchor: &anchor {links: [three], description: anchored}
defaults: {stop: {grace: 1s, signal: SIGINT}, env: {A: default, D: default}, links: [one]}
processes:
  base: {command: base, env: {A: base, B: base}, stop: {grace: 2s}, links: [two]}
  mid: {extends: base, env: {B: mid, C: mid}, <<: *anchor}
  a: {extends: mid, description: own}
`,
    );
    expect(spec).toMatchObject({
      command: { text: 'base' },
      stop: { signal: 'SIGINT', graceMs: 2000 },
      links: ['three'],
      description: 'own',
    });
    expect(Object.fromEntries(spec.environmentValues)).toEqual({ A: 'base', B: 'mid', C: 'mid', D: 'default' });
  });

  it('give the first of several merged maps precedence, and the map itself over all', () => {
    const spec = processIn(`
x-a: &a {description: a, stdin: pipe}
x-b: &b {description: b, exit_project: on-exit, cwd: /b}
processes:
  a: {command: x, <<: [*a, *b], cwd: /own}
`);
    expect(spec).toMatchObject({ description: 'a', stdin: 'pipe', exitProject: 'on-exit', cwd: '/own' });
  });

  it('take a quoted << for a key like any other', () => {
    expect(messagesOf('processes: {a: {command: x, "<<": {}}}')).toEqual(['unknown key "<<" in process "a"']);
  });
});

describe('several files', () => {
  it('are laid over each other, later ones winning, maps merging, lists replacing', () => {
    using folder = new ProjectFolder({
      'pom.yaml': 'name: one\nenv: {A: 1, B: 1}\nprocesses: {a: {command: [x, y], env: {C: 1}}, b: {command: b}}',
      'pom.override.yaml': 'name: two\nenv: {B: 2}\nprocesses: {a: {command: [z], env: {D: 2}}, c: {command: c}}',
    });
    const project = folder.project();
    expect(project.name).toBe('two');
    expect([...project.processes.keys()]).toEqual(['a', 'b', 'c']);
    expect(project.processes.get('a')?.command).toEqual({ kind: 'argv', argv: ['z'] });
    expect(Object.fromEntries(project.processes.get('a')?.environmentValues ?? [])).toEqual({
      A: '1',
      B: '2',
      C: '1',
      D: '2',
    });
  });

  it('have paths that are relative to the file that names them', () => {
    using folder = new ProjectFolder({
      'pom.yaml': 'processes: {a: {command: x, cwd: here}, b: {command: x}}',
      'sub/more.yaml': 'processes: {a: {env_file: [a.env]}, b: {cwd: there}}',
      'sub/a.env': 'A=1\n',
    });
    const { processes, sources } = folder.project({ files: [folder.file('pom.yaml'), folder.file('sub/more.yaml')] });
    expect(processes.get('a')?.cwd).toBe(folder.file('here'));
    expect(processes.get('b')?.cwd).toBe(folder.file('sub/there'));
    expect(sources).toEqual(['pom.yaml', 'sub/more.yaml', '.env', 'sub/a.env'].map((name) => folder.file(name)));
  });

  it('are named relative to the working directory where that is shorter', () => {
    using folder = new ProjectFolder({ 'pom.yaml': 'processes: 1' });
    const shownFrom = (displayFrom: string) => {
      const loaded = folder.load({ displayFrom });
      return loaded.ok ? null : loaded.failure.diagnostics[0]?.at?.file;
    };
    expect(shownFrom(folder.path)).toBe('pom.yaml');
    expect(shownFrom(path.join(folder.path, 'sub'))).toBe('../pom.yaml');
    expect(shownFrom('/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p')).toBe(folder.file('pom.yaml'));
  });

  it('that cannot be read are a failure that says which', () => {
    using folder = new ProjectFolder({ 'pom.yaml': 'processes: {}', 'dir.yaml/file': '' });
    const files = [folder.file('pom.yaml'), folder.file('gone.yaml'), folder.file('dir.yaml')];
    const loaded = folder.load({ files });
    expect(loaded.ok ? [] : loaded.failure.diagnostics.map(({ message, at }) => [message, at])).toEqual([
      ['gone.yaml does not exist', null],
      ['dir.yaml is not a regular file', null],
    ]);
    expect(loaded.ok ? [] : loaded.failure.sources).toEqual([...files, folder.file('.env')]);
  });
});

describe('profiles', () => {
  const text = `
profiles: [dev]
processes:
  always: {command: x}
  dev: {command: x, profiles: [dev, test]}
  debug: {command: x, profiles: [debug]}
`;
  const enabledWith = (...profiles: readonly string[]) =>
    [...projectOf(text, { profiles }).processes.values()].filter(({ enabled }) => enabled).map(({ name }) => name);

  it('that the file names are on', () => {
    expect(enabledWith()).toEqual(['always', 'dev']);
    expect(projectOf(text).profiles).toEqual(['dev']);
  });

  it('that are asked for come on top', () => {
    expect(enabledWith('debug')).toEqual(['always', 'dev', 'debug']);
    expect(projectOf(text, { profiles: ['debug', 'dev'] }).profiles).toEqual(['dev', 'debug']);
  });
});
