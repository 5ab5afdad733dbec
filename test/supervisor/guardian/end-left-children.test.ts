import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../src/app/system-clock.ts';
import type { KillScope } from '../../../src/model/process-spec.ts';
import { ChildSpawner } from '../../../src/supervisor/child.ts';
import type { EndTerms } from '../../../src/supervisor/guardian/child-record.ts';
import { ChildrenLedger } from '../../../src/supervisor/guardian/children-ledger.ts';
import { endLeftChildren, type LeftChildren } from '../../../src/supervisor/guardian/end-left-children.ts';
import { readLedger } from '../../../src/supervisor/guardian/read-ledger.ts';
import { ProcessMarks } from '../../../src/supervisor/tree/process-mark.ts';
import { processOf, processTable } from '../../rig/process-table.ts';
import { until } from '../../rig/until.ts';

/** In the group, in a session of its own, and so without environment. */
const TREE = 'sleep 1000 & setsid sleep 1001 & env -i setsid sleep 1002 & exec sleep 1003';
const SECONDS = ['1000', '1001', '1002', '1003'];

let directory: string;
let marks: ProcessMarks;
let ledger: ChildrenLedger;
let spawner: ChildSpawner;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'pom-left-'));
  marks = new ProcessMarks(directory);
  ledger = new ChildrenLedger({ file: file(), session: marks.session, onTrouble: fail });
  spawner = new ChildSpawner(directory, { marks, ledger });
});

afterEach(async () => {
  for (const { pid } of living()) process.kill(pid, 'SIGKILL');
  await spawner.close();
  rmSync(directory, { recursive: true });
});

function file(): string {
  return path.join(directory, 'children');
}

function fail(message: string): never {
  throw new Error(message);
}

function living(): readonly { pid: number; argv: readonly string[] }[] {
  return processTable().filter(({ cwd, state }) => cwd === directory && state !== 'Z');
}

/** The numbers that those who live were given to sleep, in order. */
function sleeping(): readonly (string | undefined)[] {
  return living()
    .map(({ argv }) => argv[1])
    .sort();
}

async function spawnTree(kill: KillScope, terms: Partial<EndTerms> = {}): Promise<number> {
  const spawned = await spawner.spawn({
    argv: ['/bin/sh', '-c', TREE],
    cwd: directory,
    environment: new Map([['PATH', '/usr/bin:/bin']]),
    stdin: 'null',
    output: null,
    endTerms: { kill, signal: 'SIGTERM', graceMs: 5_000, ...terms },
    onExit: () => undefined,
  });
  if (!spawned.ok) throw new Error(spawned.failure.reason);
  await until(() => sleeping().join() === SECONDS.join(), 'the tree');
  return spawned.value.pid;
}

function endAll(session: string | null = marks.session): Promise<LeftChildren> {
  return endLeftChildren({ directory, ledgerFile: file(), clock: systemClock(), session });
}

describe('those whom a dead session has left', () => {
  it.each([
    ['tree', []],
    ['group', ['1001', '1002']],
    ['leader', ['1000', '1001', '1002']],
  ] as const)('are ended as far as the ledger says: %s', async (kill, left) => {
    await spawnTree(kill);
    const { ended, survivors } = await endAll();
    expect(sleeping()).toEqual(left);
    expect(ended).toHaveLength(SECONDS.length - left.length);
    expect(survivors).toEqual([]);
    expect(readLedger(file())).toBeNull();
  });

  it('are ended by SIGKILL when their grace is over', async () => {
    const leader = await spawnTree('tree', { signal: 'SIGCONT', graceMs: 1 });
    await endAll();
    expect(processOf(leader)).toBeNull();
    expect(sleeping()).toEqual([]);
  });

  it('are ended long afterwards, too', async () => {
    await spawnTree('tree');
    await endAll(null);
    expect(sleeping()).toEqual([]);
  });

  it('are ended by their marks when the ledger is lost', async () => {
    await spawnTree('tree');
    rmSync(file());
    await endAll();
    expect(sleeping()).toEqual([]);
  });

  it('are left alone when their process is over', async () => {
    await spawnTree('leader');
    await endAll();
    await endAll(null);
    expect(sleeping()).toEqual(['1000', '1001', '1002']);
  });

  it('are not whoever has got the pid of one of them since', async () => {
    const pid = await spawnTree('leader');
    const { startTime } = processOf(pid) ?? { startTime: 0 };
    const other = ledger.begin('another.1', { kill: 'tree', signal: 'SIGKILL', graceMs: 0 });
    other.spawned({ pid, startTime: startTime - 1 }, () => false);
    const entries = readLedger(file())?.children.map(({ token }) => token);
    expect(entries).toEqual([`${marks.session}.1`, 'another.1']);
    ledger.begin(`${marks.session}.1`, { kill: 'leader', signal: 'SIGKILL', graceMs: 0 }).over();
    expect(await endAll(null)).toEqual({ ended: [], survivors: [] });
    expect(sleeping()).toEqual(SECONDS);
  });
});
