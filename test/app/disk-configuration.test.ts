import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DiskConfiguration } from '../../src/app/disk-configuration.ts';
import { Reloader } from '../../src/app/reloader.ts';
import { loadProject } from '../../src/config/index.ts';
import { ok } from '../../src/model/result.ts';

let directory = '';

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'pom-disk-'));
});

afterAll(() => rmSync(directory, { recursive: true }));

beforeEach(() => write("{ api: { command: 'true' } }"));

function write(processes: string, reload = 'manual'): void {
  writeFileSync(path.join(directory, 'pom.yaml'), `reload: ${reload}\nprocesses: ${processes}\n`);
}

/** @returns also how often the files have been read since. */
function running() {
  let reads = 0;
  const load = () => {
    reads += 1;
    const files = [path.join(directory, 'pom.yaml')];
    return loadProject({ files, profiles: [], environment: new Map(), displayFrom: directory });
  };
  const loaded = load();
  if (!loaded.ok) throw new Error('Internal error: the project of this test has mistakes');
  const reloader = new Reloader(loaded.value, loaded.value.project, {
    load,
    select: (project) => ok(project),
    apply: async () => [],
    onSources: () => {},
    onEvent: () => {},
  });
  reads = 0;
  return { reloader, disk: new DiskConfiguration(reloader), reads: () => reads };
}

const plan = (facts: object) => ({ is: 'newer', plan: expect.objectContaining(facts) });

describe('the configuration on disk', () => {
  it('is read once for every change of it', () => {
    const { disk, reads } = running();
    expect(disk.other()).toEqual(plan({ unchanged: ['api'] }));
    disk.other();
    expect(reads()).toBe(1);
    write("{ api: { command: 'true' }, mailer: { command: 'true' } }");
    expect(disk.other()).toEqual(plan({ added: ['mailer'] }));
    disk.other();
    expect(reads()).toBe(2);
    write("{ api: { command: 'true', restrat: no }, mailer: { command: 'true' } }");
    expect(disk.other()).toMatchObject({ is: 'refused', names: ['api', 'mailer'] });
    disk.other();
    expect(reads()).toBe(3);
  });

  it('is compared with what runs now', async () => {
    const { disk, reloader } = running();
    write("{ mailer: { command: 'true' } }");
    expect(disk.other()).toEqual(plan({ added: ['mailer'], removed: ['api'] }));
    await reloader.reload();
    expect(disk.other()).toEqual(plan({ added: [], removed: [] }));
  });

  it('is not read where edits are taken over at once: whether it was refused is known', async () => {
    write("{ api: { command: 'true' } }", 'auto');
    const { disk, reloader, reads } = running();
    expect(disk.other()).toBeNull();
    expect(reads()).toBe(0);
    write('[', 'auto');
    await reloader.reload();
    expect(disk.other()).toMatchObject({ is: 'refused', names: null });
    expect(reads()).toBe(1);
  });
});
