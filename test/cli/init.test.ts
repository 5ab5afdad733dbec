import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createProject } from '../rig/project.ts';

const SOURCES = {
  'package.json': JSON.stringify({ scripts: { dev: 'vite', worker: 'node worker.js', build: 'vite build' } }),
  'yarn.lock': '',
  'compose.yaml': 'services:\n  mail: { command: node mail.js, restart: always }\n  db: { image: postgres }\n',
};

describe('pom init', () => {
  it('writes a pom.yaml that has no mistakes, from what is there', async () => {
    await using project = await createProject(SOURCES);
    const { stdout, stderr, exitCode } = await project.pom(['init']);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(stdout).toContain('wrote pom.yaml (from package.json, compose.yaml): mail, worker');
    const text = await readFile(path.join(project.dir, 'pom.yaml'), 'utf8');
    expect(text).toContain('command: yarn run worker');
    expect(await project.pom(['check'])).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('leaves a file that is there alone, and --force overwrites it', async () => {
    const mine = 'processes: { mine: { command: sleep 1000 } }\n';
    await using project = await createProject({ ...SOURCES, 'pom.yml': mine });
    const refused = await project.pom(['init']);
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
    expect(refused.stderr).toContain('pom.yml is there already');
    expect(await readFile(path.join(project.dir, 'pom.yml'), 'utf8')).toBe(mine);
    expect((await project.pom(['init', '--force'])).exitCode).toBe(0);
    expect(await project.pom(['check', '--json'])).toMatchObject({ exitCode: 0 });
    expect(await readFile(path.join(project.dir, 'pom.yml'), 'utf8')).toContain('yarn run worker');
  });

  it('prints with --stdout and writes nothing', async () => {
    await using project = await createProject();
    const { stdout, exitCode } = await project.pom(['init', '--stdout']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('processes:\n');
    expect((await project.pom(['check'])).exitCode).toBe(2);
    await project.write({ 'pom.yaml': stdout });
    expect((await project.pom(['check'])).exitCode).toBe(0);
  });

  it('says as JSON what it made of what', async () => {
    await using project = await createProject({ ...SOURCES, Procfile: 'web: yarn dev\n' });
    expect(await project.json(['init'])).toEqual({
      file: path.join(project.dir, 'pom.yaml'),
      sources: ['Procfile', 'package.json', 'compose.yaml'],
      processes: ['web', 'mail', 'worker'],
      left_out: ['db'],
      warnings: [],
      text: await readFile(path.join(project.dir, 'pom.yaml'), 'utf8'),
    });
  });

  it('says which file it could not use, and goes on', async () => {
    await using project = await createProject({ 'package.json': '{', Procfile: 'web: sleep 1000\n' });
    const { stderr, exitCode } = await project.pom(['init']);
    expect(stderr).toBe('pom: package.json is not a JSON object; it is passed over\n');
    expect(exitCode).toBe(0);
  });
});
