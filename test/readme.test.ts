import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { COMMAND_NAMES } from '../src/cli/command-names.ts';
import { pomSchema } from '../src/config/index.ts';
import { keysOf } from './config/schema-keys.ts';

const readme = readFileSync(path.join(import.meta.dirname, '..', 'README.md'), 'utf8');

/** The names in code style in the first cells of the README's tables. */
const rows = readme
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split(/(?<!\\)\|/)[1] ?? '')
  .flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? ''));

describe('the README', () => {
  it('has a row for every key of a project and of a process', () => {
    const keys = keysOf(pomSchema).map((key) => key.split('.'));
    const ofProject = keys.filter(({ length }) => length === 1).map(([key]) => key);
    const ofProcess = keys
      .filter(({ length }) => length === 3)
      .flatMap(([top, , key]) => (top === 'processes' ? [key] : []));
    for (const key of [...ofProject, ...ofProcess]) expect(rows).toContain(key);
  });

  it('has a row for every command', () => {
    const words = rows
      .filter((row) => row.startsWith('pom '))
      .flatMap((row) => row.slice('pom '.length).split(/[\s|\\]+/));
    for (const name of COMMAND_NAMES) expect(words).toContain(name);
  });
});
