import { describe, expect, it } from '@jest/globals';
import { diffProjects, pomSchema } from '../../src/config/index.ts';
import { ProjectFolder } from './project-folder.ts';
import { RELOAD_FILES, RELOAD_TABLE, reloadText } from './reload-table.ts';
import { keysOf } from './schema-keys.ts';

/** Keys that say which processes there are: adding and removing those has tests of its own. */
const STRUCTURE = ['processes', 'processes.*.replicas'];

describe('the reload table', () => {
  it('has a row for every key of the schema, and for no other', () => {
    const keys = keysOf(pomSchema).filter((key) => !STRUCTURE.includes(key));
    expect([...new Set(RELOAD_TABLE.map(({ key }) => key))].sort()).toEqual([...keys].sort());
  });

  it.each(RELOAD_TABLE)('$key: {$before} to {$after} is $effect', (edit) => {
    using folder = new ProjectFolder({ ...RELOAD_FILES, 'pom.yaml': reloadText(edit, edit.before) });
    const old = folder.project();
    folder.write('pom.yaml', reloadText(edit, edit.after));
    const { changed, added, removed } = diffProjects(old, folder.project());
    const { effect, reported } = edit;
    const expected =
      effect === 'nothing' ? [] : [{ action: effect === 'restart' ? 'restart' : 'update', keys: [reported] }];
    const ofSubject = changed.filter(({ spec }) => spec.name === 'subject');
    expect(ofSubject.map(({ action, keys }) => ({ action, keys }))).toEqual(expected);
    expect({ added, removed }).toEqual({ added: [], removed: [] });
    if (edit.key.startsWith('processes.')) expect(changed).toHaveLength(expected.length);
  });
});
