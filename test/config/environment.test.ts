// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the texts under test
import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from '../../src/config/index.ts';
import { variablesOf } from '../../src/model/environment.ts';
import type { ProcessSpec } from '../../src/model/process-spec.ts';
import { ProjectFolder } from './project-folder.ts';

const LEVELS = ['.env', 'inherited', 'env_file', 'env', 'env_file of api', 'env of api'];

/** A project in which every layer from the lowest to `top` sets the same name to the layer's own name. */
function layered(top: number): ProjectFolder {
  const on = (level: number) => level <= top;
  return new ProjectFolder({
    '.env': on(0) ? 'WHO=".env"\n' : '',
    'project.env': on(2) ? 'WHO="env_file"\n' : '',
    'process.env': on(4) ? 'WHO="env_file of api"\n' : '',
    'pom.yaml': [
      'env_file: [project.env]',
      on(3) ? 'env: {WHO: env}' : '',
      'processes:',
      '  api:',
      '    command: [show, $WHO]',
      '    env_file: [process.env]',
      on(5) ? '    env: {WHO: env of api}' : '',
    ].join('\n'),
  });
}

function processOf(
  folder: ProjectFolder,
  inherited: ReadonlyMap<string, string> = new Map(),
  name = 'api',
): ProcessSpec {
  const spec = folder.project({ environment: inherited }).processes.get(name);
  if (spec === undefined) throw new Error(`no process ${name}`);
  return spec;
}

function valuesOf(spec: ProcessSpec, inherited: ReadonlyMap<string, string> = new Map()) {
  const environment = readEnvironment(spec.environment, inherited);
  if (!environment.ok) throw new Error(environment.failure.detail);
  return Object.fromEntries([...environment.value].map(([name, { value }]) => [name, value]));
}

describe('the environment of a process', () => {
  it.each(LEVELS.map((origin, level) => ({ origin, level })))(
    'takes a name from $origin when nothing higher sets it',
    ({ origin, level }) => {
      using folder = layered(level);
      const inherited = new Map(level >= 1 ? [['WHO', 'inherited']] : []);
      const spec = processOf(folder, inherited);
      const environment = readEnvironment(spec.environment, inherited);
      expect(environment.ok && environment.value.get('WHO')).toEqual({ name: 'WHO', value: origin, origin });
      expect(spec.command).toEqual({ kind: 'argv', argv: ['show', origin] });
    },
  );

  it('keeps the spelling of values that YAML takes for numbers', () => {
    using folder = new ProjectFolder({
      'pom.yaml':
        'processes: {api: {command: x, env: {A: 1.10, B: 08, C: true, D: 0x1F, E: 1_000, F: "", G: ~, H: 1e3, I: !!str 5}}}',
    });
    expect(valuesOf(processOf(folder))).toEqual({
      A: '1.10',
      B: '08',
      C: 'true',
      D: '0x1F',
      E: '1_000',
      F: '',
      H: '1e3',
      I: '5',
    });
  });

  it('loses a name that is set to null, wherever it came from', () => {
    using folder = new ProjectFolder({
      '.env': 'A=1\n',
      'pom.yaml': 'env: {B: 2}\nprocesses: {api: {command: x, env: {A: null, B: null, C: }}}',
    });
    const inherited = new Map([['C', '3']]);
    expect(valuesOf(processOf(folder, inherited), inherited)).toEqual({});
  });

  it('lets a value see the layers below it and the names before it', () => {
    using folder = new ProjectFolder({
      '.env': 'BASE=/srv\n',
      'pom.yaml': [
        'env: {DATA: "${BASE}/data", LOGS: "$DATA/logs"}',
        'processes: {api: {command: x, env: {BASE: /tmp, PATH: "$BASE/bin:$PATH", LOGS: "$LOGS/api"}}}',
      ].join('\n'),
    });
    const inherited = new Map([['PATH', '/bin']]);
    expect(valuesOf(processOf(folder, inherited), inherited)).toEqual({
      BASE: '/tmp',
      DATA: '/srv/data',
      LOGS: '/srv/data/logs/api',
      PATH: '/tmp/bin:/bin',
    });
  });

  it('takes what is in files, and what is inherited, literally', () => {
    using folder = new ProjectFolder({
      '.env': 'A=1\nB=$A\nC=${A}\nD="two\\nlines"\nexport E=5 # five\n',
      'pom.yaml': 'processes: {api: {command: x, env: {G: $F}}}',
    });
    const inherited = new Map([['F', '$A%s']]);
    expect(valuesOf(processOf(folder, inherited), inherited)).toEqual({
      A: '1',
      B: '$A',
      C: '${A}',
      D: 'two\nlines',
      E: '5',
      F: '$A%s',
      G: '$A%s',
    });
  });

  it('leaves .env alone when dotenv is false, and does not watch it', () => {
    using folder = new ProjectFolder({ '.env': 'A=1\n', 'pom.yaml': 'dotenv: false\nprocesses: {api: {command: x}}' });
    expect(valuesOf(processOf(folder))).toEqual({});
    expect(folder.project().sources).not.toContain(folder.file('.env'));
  });

  it('reads its files afresh', () => {
    using folder = new ProjectFolder({
      'a.env': 'A=1\n',
      'pom.yaml': 'processes: {api: {command: x, env_file: [a.env, {path: b.env, required: false}]}}',
    });
    const spec = processOf(folder);
    folder.write('a.env', 'A=2\n');
    folder.write('b.env', 'B=3\n');
    expect(valuesOf(spec)).toEqual({ A: '2', B: '3' });
    expect(Object.fromEntries(spec.environmentValues)).toEqual({ A: '1' });
  });

  it('fails with the file that has gone, and with the variable that must be set', () => {
    using folder = new ProjectFolder({
      'a.env': 'A=1\n',
      'pom.yaml': 'processes: {api: {command: x, env_file: [a.env], env: {B: "${A:?is needed}"}}}',
    });
    const spec = processOf(folder);
    folder.write('a.env', '');
    expect(readEnvironment(spec.environment, new Map())).toEqual({
      ok: false,
      failure: { reason: 'bad-environment', detail: 'B in env of api: A is not set: is needed' },
    });
    const gone = { ...spec, environment: spec.environment.map((layer) => ({ ...layer, path: '/nowhere/a.env' })) };
    expect(readEnvironment(gone.environment, new Map())).toEqual({
      ok: false,
      failure: { reason: 'bad-environment', detail: 'env_file of api: /nowhere/a.env does not exist' },
    });
  });

  it('has env files relative to the file that names them, with variables in their names', () => {
    using folder = new ProjectFolder({
      'config/dev.env': 'A=dev\n',
      'pom.yaml': 'env: {STAGE: dev}\nprocesses: {api: {command: x, env_file: ["config/$STAGE.env"]}}',
    });
    expect(valuesOf(processOf(folder))).toEqual({ A: 'dev', STAGE: 'dev' });
    expect(folder.project().sources).toContain(folder.file('config/dev.env'));
  });

  it('is compared by what the configuration says, not by what is inherited', () => {
    using folder = new ProjectFolder({ 'pom.yaml': 'env: {A: 1, HOME: /x}\nprocesses: {api: {command: x}}' });
    const inherited = new Map([
      ['HOME', '/root'],
      ['SHELL', 'sh'],
    ]);
    expect(Object.fromEntries(processOf(folder, inherited).environmentValues)).toEqual({ A: '1', HOME: '/x' });
  });

  it('is taken from Node without the names that are not set', () => {
    expect([...variablesOf({ A: '1', B: undefined })]).toEqual([['A', '1']]);
  });
});
