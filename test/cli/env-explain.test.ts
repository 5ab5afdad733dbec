import { describe, expect, it } from '@jest/globals';
import { createProject } from '../rig/project.ts';

const FILES = {
  'pom.yaml': `env_file: [shared.env]
env:
  COLOUR: blue
  GREETING: hello \${WHO}
processes:
  api:
    command: exec sleep 1000
    env:
      COLOUR: green
      INHERITED: null
    env_file:
      - own.env
`,
  '.env': 'WHO=nobody\nCOLOUR=red\n',
  'shared.env': '# a comment\nexport WHO=world\n',
  'own.env': 'EXTRA: 1\n',
};

/** The blocks of these variables. */
function blocksOf(stdout: string, ...names: readonly string[]): readonly string[] {
  const blocks = stdout.split(/\n(?=\S)/).map((block) => block.trimEnd());
  return names.map((name) => blocks.find((block) => new RegExp(`^${name}(=| is)`).test(block)) ?? `no ${name}`);
}

const EXPECTED = [
  'COLOUR=green\n    env of api, pom.yaml:9\n    over env, pom.yaml:3: blue\n    over .env, .env:2: red',
  'WHO=world\n    env_file, shared.env:2\n    over .env, .env:1: nobody',
  'GREETING=hello world\n    env, pom.yaml:4',
  'EXTRA=1\n    env_file of api, own.env:1',
  'INHERITED is not set\n    env of api, pom.yaml:10\n    over inherited: from outside',
];
const NAMES = ['COLOUR', 'WHO', 'GREETING', 'EXTRA', 'INHERITED'];

describe('pom env --explain', () => {
  it('says where each value comes from and what it overrode, with a session and without', async () => {
    await using project = await createProject(FILES);
    const env = { INHERITED: 'from outside' };
    const atRest = await project.pom(['env', 'api', '--explain'], { env });
    expect(blocksOf(atRest.stdout, ...NAMES)).toEqual(EXPECTED);

    await project.pom(['up', '-d', '--wait'], { env });
    const live = await project.pom(['env', 'api', '--explain']);
    expect(live.stderr).toBe('');
    expect(blocksOf(live.stdout, ...NAMES)).toEqual(EXPECTED);
    expect(blocksOf(live.stdout, 'POM_PROCESS')).toEqual(['POM_PROCESS=api\n    pom']);
  });

  it('follows lines that moved, which is no change to the process', async () => {
    await using project = await createProject(FILES);
    await project.up();
    await project.write({ 'pom.yaml': `# one line more\n${FILES['pom.yaml']}` });
    expect(await project.json(['reload'])).toMatchObject({ restarted: [], updated: [], unchanged: ['api'] });
    const { variables } = await project.json<{ variables: readonly { name: string }[] }>(['env', 'api', '--explain']);
    expect(variables.find(({ name }) => name === 'COLOUR')).toEqual({
      name: 'COLOUR',
      value: 'green',
      origin: 'env of api',
      place: { file: project.path('pom.yaml'), line: 10 },
      overrode: [
        { value: 'blue', origin: 'env', place: { file: project.path('pom.yaml'), line: 4 } },
        { value: 'red', origin: '.env', place: { file: project.path('.env'), line: 2 } },
      ],
    });
  });
});
