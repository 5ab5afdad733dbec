/** What pom answers when nothing runs. */
import { describe, expect, it } from '@jest/globals';
import { createProject } from '../rig/project.ts';
import type { LsAnswer, PsAnswer } from './answers.ts';

const CONFIG = `
processes:
  api: { command: sleep 1000 }
  tests: { command: sleep 1000, profiles: [test] }
`;

describe('without a session', () => {
  it('pom ps answers from the configuration and ends with 3', async () => {
    await using project = await createProject({ 'pom.yaml': CONFIG });
    const result = await project.pom(['ps', '--json']);
    const answer: PsAnswer = JSON.parse(result.stdout);
    expect(result).toMatchObject({ exitCode: 3, stderr: '' });
    expect(answer.session).toBeNull();
    expect(answer.processes.map(({ name, status, pid, run }) => [name, status, pid, run])).toEqual([
      ['api', 'stopped', null, 0],
      ['tests', 'disabled', null, 0],
    ]);
    const human = await project.pom(['ps']);
    expect(human.stdout).toMatch(/NAME.*api +stopped/s);
    expect(human.exitCode).toBe(3);
  });

  it.each([
    [['down']],
    [['status', 'api']],
    [['logs']],
    [['start', 'api']],
    [['restart', 'api']],
    [['wait', 'api']],
    [['reload']],
    [['events']],
  ])('pom %j ends with 3 and says how to start one', async (args) => {
    await using project = await createProject({ 'pom.yaml': CONFIG });
    expect(await project.pom(args)).toMatchObject({
      exitCode: 3,
      stdout: '',
      stderr: 'pom: no session of this project is running; "pom up" starts one\n',
    });
    const json = await project.pom([...args, '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: 'no-session', message: expect.any(String) } });
  });

  it('pom ls lists none, and that is fine', async () => {
    await using project = await createProject();
    expect(await project.json<LsAnswer>(['ls'])).toEqual({ sessions: [] });
    expect((await project.pom(['ls'])).exitCode).toBe(0);
  });

  it('pom config prints what the files come to, pom schema the schema, pom version the version', async () => {
    await using project = await createProject({
      'pom.yaml': CONFIG,
      'pom.override.yaml': 'processes: { api: { description: overridden } }',
    });
    expect((await project.pom(['config'])).stdout).toContain('overridden');
    expect(await project.json(['config'])).toMatchObject({ processes: expect.anything() });
    expect(JSON.parse((await project.pom(['schema'])).stdout)).toHaveProperty('properties.processes');
    expect((await project.pom(['version'])).stdout).toMatch(/\d+\.\d+\.\d+/);
    expect((await project.pom(['--version'])).stdout).toMatch(/\d+\.\d+\.\d+/);
  });

  it.each(['bash', 'zsh', 'fish'])('pom completion %s prints a script', async (shell) => {
    await using project = await createProject();
    const { stdout, exitCode } = await project.pom(['completion', shell]);
    expect(stdout).toContain('restart');
    expect(exitCode).toBe(0);
  });

  it('help is there for pom and for each command', async () => {
    await using project = await createProject();
    const { stdout, exitCode } = await project.pom(['--help']);
    expect(exitCode).toBe(0);
    const words = 'up down ps status logs start stop restart signal reload plan check config schema env wait events ls';
    for (const command of words.split(' ')) expect(stdout).toContain(`pom ${command}`);
    const help = await project.pom(['logs', '--help']);
    expect(help.stdout).toContain('--follow');
    expect(help.exitCode).toBe(0);
  });
});

describe('without a project', () => {
  it('pom says where it looked, and ends with 2', async () => {
    await using project = await createProject();
    const { stderr, exitCode } = await project.pom(['ps']);
    expect(stderr).toContain('pom.yaml');
    expect(exitCode).toBe(2);
  });
});

describe('a configuration with mistakes', () => {
  const BROKEN = `
processes:
  api:
    command: sleep 1000
    restrat: always
  web:
    command: sleep 1000
    depends_on: [apj]
`;

  it.each([[['check']], [['up']], [['up', '-d']], [['up', '-d', '--wait']], [['config']]])(
    'makes pom %j end with 2, all mistakes shown where they are',
    async (args) => {
      await using project = await createProject({ 'pom.yaml': BROKEN });
      const { stderr, exitCode } = await project.pom(args);
      expect(exitCode).toBe(2);
      expect(stderr).toContain('pom.yaml:5:5');
      expect(stderr).toContain('did you mean "restart"?');
      expect(stderr).toMatch(/│ +\^{7}$/m);
      expect(stderr).toContain('pom.yaml:8:18');
      expect(stderr).toContain('did you mean "api"?');
    },
  );

  it('is an error object with --json', async () => {
    await using project = await createProject({ 'pom.yaml': BROKEN });
    const { stdout, exitCode } = await project.pom(['check', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      error: {
        code: 'invalid-config',
        diagnostics: [
          { severity: 'error', at: { line: 5, column: 5 } },
          { severity: 'error', at: { line: 8 } },
        ],
      },
    });
    expect(exitCode).toBe(2);
  });

  it('is none when there is none', async () => {
    await using project = await createProject({ 'pom.yaml': CONFIG });
    expect((await project.pom(['check'])).exitCode).toBe(0);
  });
});
