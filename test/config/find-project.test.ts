import { symlinkSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { findProject } from '../../src/config/index.ts';
import { ProjectFolder } from './project-folder.ts';

const find = (cwd: string, files: readonly string[] = [], directory: string | null = null) =>
  findProject({ cwd, directory, files });

describe('finding a project', () => {
  it('walks up to the nearest pom.yaml, with the override beside it whether it is there or not', () => {
    using folder = new ProjectFolder({ 'pom.yaml': '', 'a/pom.yaml': '', 'a/b/c/file': '', 'd/file': '' });
    const expected = (name: string) => ({
      ok: true,
      value: [folder.file(`${name}pom.yaml`), folder.file(`${name}pom.override.yaml`)],
    });
    expect(find(folder.file('a/b/c'))).toEqual(expected('a/'));
    expect(find(folder.file('d'))).toEqual(expected(''));
  });

  it('prefers pom.yaml to pom.yml, and passes over directories of that name', () => {
    using folder = new ProjectFolder({ 'pom.yml': '', 'a/pom.yml': '', 'a/pom.yaml': '', 'b/pom.yaml/file': '' });
    expect(find(folder.file('a'))).toMatchObject({ value: [folder.file('a/pom.yaml'), expect.anything()] });
    expect(find(folder.file('b'))).toMatchObject({ value: [folder.file('pom.yml'), expect.anything()] });
  });

  it('looks from -C instead, relative to the working directory', () => {
    using folder = new ProjectFolder({ 'a/pom.yaml': '', 'b/file': '' });
    expect(find(folder.file('b'), [], '../a')).toMatchObject({ value: [folder.file('a/pom.yaml'), expect.anything()] });
  });

  it('takes the files of -f and no override, relative to -C', () => {
    using folder = new ProjectFolder({ 'pom.yaml': '', 'a/one.yaml': '', 'a/two.yaml': '', 'pom.override.yaml': '' });
    expect(find(folder.path, ['a/one.yaml', 'pom.yaml'])).toEqual({
      ok: true,
      value: [folder.file('a/one.yaml'), folder.file('pom.yaml')],
    });
    expect(find(folder.path, ['two.yaml'], 'a')).toEqual({ ok: true, value: [folder.file('a/two.yaml')] });
  });

  it('gives the same names whichever way leads to the directory, but keeps a link to the file', () => {
    using folder = new ProjectFolder({ 'real/shared.yaml': '', 'real/a/file': '' });
    symlinkSync(folder.file('real/shared.yaml'), folder.file('real/a/pom.yaml'));
    symlinkSync(folder.file('real'), folder.file('link'));
    const expected = [folder.file('real/a/pom.yaml'), folder.file('real/a/pom.override.yaml')];
    expect(find(folder.file('link/a'))).toEqual({ ok: true, value: expected });
    expect(find(folder.file('real/a'))).toEqual({ ok: true, value: expected });
    expect(find(folder.file('link'), ['a/pom.yaml'])).toEqual({ ok: true, value: [folder.file('real/a/pom.yaml')] });
  });

  it('says what is not there', () => {
    using folder = new ProjectFolder({ file: '' });
    const failure = (problem: string, directory: string, file: string | null = null) => ({
      ok: false,
      failure: { reason: 'no-project', directory, file, problem },
    });
    expect(find(folder.path)).toEqual(failure('none-found', folder.path));
    expect(find(folder.path, [], 'nowhere')).toEqual(failure('no-such-directory', folder.file('nowhere')));
    expect(find(folder.path, [], 'file')).toEqual(failure('no-such-directory', folder.file('file')));
    expect(find(folder.path, ['x.yaml'])).toEqual(failure('no-such-file', folder.path, folder.file('x.yaml')));
  });
});
