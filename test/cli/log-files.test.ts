/** `logs.file`, from outside. */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { obey } from '../rig/command.ts';
import { createProject } from '../rig/project.ts';

const config = (file: string) => `
reload: manual
processes:
  api: { command: ${obey('api')}, logs: { file: ${file}, redact: [secret] } }
`;

describe('logs.file', () => {
  it('has what was printed when the session has ended, and moves with a reload', async () => {
    await using project = await createProject({ 'pom.yaml': config('logs/one.log') });
    await project.up();
    const api = await project.spawned('api');
    await api.print('a secret\n');
    await api.print('b\n', 'stderr');
    await project.logged('api', /^b$/);
    await project.write({ 'pom.yaml': config('logs/two.log') });
    expect((await project.pom(['reload'])).stdout).toContain('logs.file.path');
    await api.print('c');
    await project.pom(['down']);
    expect(await readFile(project.path('logs', 'one.log'), 'utf8')).toBe('a [redacted]\nb\n');
    expect(await readFile(project.path('logs', 'two.log'), 'utf8')).toBe('c');
  });

  it('warns while it cannot be written, and the session goes on', async () => {
    await using project = await createProject({ 'pom.yaml': config('here.log') });
    await mkdir(project.path('here.log'));
    await project.up();
    const api = await project.spawned('api');
    await api.print('one\n');
    await project.logged('api', /^one$/);
    const { stderr, stdout } = await project.sh('until pom ps 2>&1 | grep here.log; do :; done');
    expect(stdout + stderr).toContain('nothing can be written to here.log');
    await rm(project.path('here.log'), { recursive: true });
    await project.pom(['down']);
    expect(await readFile(project.path('here.log'), 'utf8')).toBe('one\n');
  });
});
