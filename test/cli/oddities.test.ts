/** Names, places and texts that trip programs up. */
import { readFileSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { createProject } from '../rig/project.ts';
import type { LogsAnswer, LsAnswer, PsAnswer } from './answers.ts';

describe('a project', () => {
  it('may live in a folder of any name, and be reached by a symbolic link', async () => {
    await using project = await createProject({
      '-ü "spaced" \'näme\' $HOME/pom.yaml': 'processes: { here: { command: pwd; exec sleep 1000 } }',
    });
    const cwd = project.path('-ü "spaced" \'näme\' $HOME');
    await project.pom(['up', '-d', '--wait'], { cwd });
    await symlink(cwd, project.path('link'));
    const answer = await project.json<PsAnswer>(['ps'], { cwd: project.path('link') });
    expect(answer.session).toMatchObject({ dir: cwd, name: expect.any(String) });
    const follower = project.spawnPom(['logs', '-f'], { cwd });
    expect(await follower.stdout.waitForLine(/./)).toBe(cwd);
    expect((await project.pom(['down', '-C', 'link'])).exitCode).toBe(0);
    expect((await project.json<LsAnswer>(['ls'])).sessions).toEqual([]);
  });

  it('may name its own files and folders as it likes, deep below folders of long names', async () => {
    const [env, log, cwd] = ["e 'n\nv", 'l "o"\ng/ö $HOME.log', 'c w"d\n ü'];
    const deep = `${'x'.repeat(220)}/${'y'.repeat(250)}/${'z'.repeat(255)}`;
    const odd = {
      command: 'echo $GREETING; pwd; exec sleep 1000',
      env_file: [env],
      cwd,
      logs: { file: log.replace('$', () => '$$') },
    };
    await using project = await createProject({
      [`${deep}/pom.yaml`]: 'include: ["inc \\n l.yaml"]',
      [`${deep}/inc \n l.yaml`]: JSON.stringify({ processes: { odd } }),
      [`${deep}/${env}`]: 'GREETING=hello',
      [`${deep}/${cwd}/file`]: '',
    });
    const at = { cwd: project.path(deep) };
    expect(await project.pom(['up', '-d', '--wait'], at)).toMatchObject({ exitCode: 0, stderr: '' });
    const follower = project.spawnPom(['logs', '-f', '--raw'], at);
    await follower.stdout.waitForLine(/ ü$/);
    expect(await project.pom(['down'], at)).toMatchObject({ exitCode: 0 });
    expect(readFileSync(project.path(deep, log), 'utf8')).toContain(`hello\n${project.path(deep, cwd)}\n`);
  });

  it('may be named by -f and -C, and is another one than its neighbour', async () => {
    await using project = await createProject({
      'a/pom.yaml': 'processes: { a: { command: exec sleep 1000 } }',
      'b/other.yml': 'processes: { b: { command: exec sleep 1000 } }',
      'b/more.yml': 'processes: { b: { description: merged }, c: { command: exec sleep 1000 } }',
    });
    await project.pom(['up', '-d', '--wait', '-C', 'a']);
    const files = ['-f', 'b/other.yml', '-f', 'b/more.yml'];
    await project.pom(['up', '-d', '--wait', ...files]);
    const names = async (...args: string[]) =>
      (await project.json<PsAnswer>(['ps', ...args])).processes.map(({ name }) => name);
    expect(await names('-C', 'a')).toEqual(['a']);
    expect(await names(...files)).toEqual(['b', 'c']);
    expect((await project.json<LsAnswer>(['ls'])).sessions).toHaveLength(2);
    await project.pom(['down', '-C', 'a']);
    await project.pom(['down', ...files]);
  });
});

describe('a process', () => {
  it('may have a name with dots, slashes and dashes, and print any text', async () => {
    await using project = await createProject({
      'pom.yaml': `processes:\n  team/api.v2-x_1: { command: cat text.txt }\n`,
      'text.txt': 'Grüße, 世界 👋🏽\ne\u0301\nno newline: \u00e9',
    });
    await project.up();
    await project.pom(['wait', 'team/api.v2-x_1', '--for', 'exit']);
    const { lines } = await project.json<LogsAnswer>(['logs', 'team/*']);
    expect(lines.map(({ text }) => text)).toEqual(['Grüße, 世界 👋🏽', 'e\u0301', 'no newline: é']);
    expect((await project.pom(['logs', '--search', '世界'])).stdout).toBe('Grüße, 世界 👋🏽\n');
    expect((await project.pom(['logs', '--regex', 'Gr..e', '--lines', '1'])).stdout).toBe('Grüße, 世界 👋🏽\n');
  });

  it('that cannot be started says why, and the others run', async () => {
    await using project = await createProject({
      'pom.yaml': `
processes:
  missing: { command: [no-such-program] }
  forbidden: { command: [./data.txt] }
  elsewhere: { command: pwd, cwd: no/such/folder }
  directory: { command: [/] }
  healthy: { command: exec sleep 1000 }
`,
      'data.txt': 'not a program',
    });
    const up = await project.pom(['up', '-d', '--wait']);
    expect(up.exitCode).not.toBe(0);
    const answer = await project.json<PsAnswer>(['ps']);
    expect(answer.processes.map(({ name, status }) => [name, status])).toEqual([
      ['missing', 'crashed'],
      ['forbidden', 'crashed'],
      ['elsewhere', 'crashed'],
      ['directory', 'crashed'],
      ['healthy', 'running'],
    ]);
    const why = async (name: string) => (await project.pom(['status', name])).stdout;
    expect(await why('missing')).toContain('command not found: no-such-program');
    expect(await why('forbidden')).toContain('not executable: ./data.txt');
    expect(await why('elsewhere')).toMatch(/working directory .*no\/such\/folder does not exist/);
    expect(await why('directory')).toContain('not executable: /');
  });

  it('is reported with the code that it exits with, whichever that is', async () => {
    const codes = [0, 1, 2, 126, 127, 128, 129, 137, 143, 254, 255];
    const config = codes.map((code) => `  exit-${code}: { command: exit ${code} }\n`).join('');
    await using project = await createProject({ 'pom.yaml': `processes:\n${config}` });
    await project.pom(['up', '-d']);
    await project.pom(['wait', 'exit-*', '--for', 'exit']);
    const { processes } = await project.json<PsAnswer>(['ps']);
    expect(processes.map(({ exit, status }) => ({ exit, status }))).toEqual(
      codes.map((code) => ({ exit: { code, signal: null }, status: code === 0 ? 'completed' : 'crashed' })),
    );
  });
});
