import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ChildrenLedger } from '../../../src/supervisor/guardian/children-ledger.ts';
import { EnlistedCommands } from '../../../src/supervisor/guardian/enlisted-commands.ts';
import { readLedger } from '../../../src/supervisor/guardian/read-ledger.ts';
import { ProcessMarks } from '../../../src/supervisor/tree/process-mark.ts';
import { ProcessScanner } from '../../../src/supervisor/tree/process-scan.ts';

let directory: string;
let ledger: ChildrenLedger;
let commands: EnlistedCommands;
const scanner = new ProcessScanner();

function recorded() {
  return readLedger(path.join(directory, 'children'))?.children;
}

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'pom-enlisted-'));
  const marks = new ProcessMarks(directory);
  const onTrouble = (message: string) => expect(message).toBeNull();
  ledger = new ChildrenLedger({ file: path.join(directory, 'children'), session: marks.session, onTrouble });
  commands = new EnlistedCommands({ marks, scanner, ledger });
});

afterEach(() => {
  ledger.close();
  rmSync(directory, { recursive: true });
});

describe('an enlisted command', () => {
  it('is marked, and written down from before it is spawned until it has ended', () => {
    const enlistment = commands.enlist({ A: '1' });
    const [token] = recorded()?.map((record) => record.token) ?? [];
    expect(enlistment.environment).toEqual({ A: '1', POM_INSTANCE: token });
    enlistment.spawned(process.pid);
    const startTime = scanner.startTimeOf(process.pid);
    expect(recorded()).toMatchObject([{ token, leader: { pid: process.pid, startTime }, terms: { kill: 'tree' } }]);
    enlistment.over();
    expect(recorded()).toEqual([]);
  });

  it('that could not be spawned is written out again when it is over', () => {
    const enlistment = commands.enlist({});
    enlistment.spawned(null);
    enlistment.over();
    expect(recorded()).toEqual([]);
  });

  it('that outlives the session is nobody that the next one would end', () => {
    const enlistment = commands.enlist({});
    enlistment.spawned(process.pid);
    commands.close();
    expect(recorded()).toEqual([]);
    enlistment.over();
    expect(commands.enlist({ A: '1' }).environment).toEqual({ A: '1' });
    expect(recorded()).toEqual([]);
  });
});
