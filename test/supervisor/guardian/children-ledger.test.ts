import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { END_AT_ONCE, type EndTerms } from '../../../src/supervisor/guardian/child-record.ts';
import { ChildrenLedger } from '../../../src/supervisor/guardian/children-ledger.ts';
import { readLedger } from '../../../src/supervisor/guardian/read-ledger.ts';

const SOON: EndTerms = { kill: 'group', signal: 'SIGINT', graceMs: 5 };

let directory: string;
let file: string;
let troubles: string[];
let ledger: ChildrenLedger;

function open(at = file): ChildrenLedger {
  return new ChildrenLedger({ file: at, session: 'abc', onTrouble: (message) => troubles.push(message) });
}

function tokens(): readonly string[] | undefined {
  return readLedger(file)?.children.map(({ token }) => token);
}

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'pom-ledger-'));
  file = path.join(directory, 'children');
  troubles = [];
  ledger = open();
});

afterEach(() => {
  ledger.close();
  rmSync(directory, { recursive: true });
});

describe('the ledger of children', () => {
  it('has a child before it is spawned, with its pid afterwards, and no more when it is over', () => {
    const entry = ledger.begin('abc.1', SOON);
    expect(readLedger(file)).toEqual({
      session: 'abc',
      guardian: null,
      children: [{ token: 'abc.1', leader: null, terms: SOON }],
    });
    entry.spawned({ pid: 7, startTime: 99 }, () => false);
    expect(readLedger(file)?.children).toEqual([{ token: 'abc.1', leader: { pid: 7, startTime: 99 }, terms: SOON }]);
    entry.revise(END_AT_ONCE);
    expect(readLedger(file)?.children[0]?.terms).toEqual(END_AT_ONCE);
    entry.over();
    entry.over();
    entry.revise(SOON);
    expect(tokens()).toEqual([]);
  });

  it('names the last of its guardians', () => {
    ledger.guardedBy({ pid: 1, startTime: 1 });
    ledger.guardedBy({ pid: 2, startTime: 2 });
    expect(readLedger(file)?.guardian).toEqual({ pid: 2, startTime: 2 });
  });

  it('is read up to a line that was torn', () => {
    ledger.begin('abc.1', SOON);
    appendFileSync(file, '{"type":"over","tok');
    expect(tokens()).toEqual(['abc.1']);
  });

  it('is nobody else’s to read', () => {
    const { mode } = statSync(file);
    expect(mode & 0o777).toBe(0o600);
  });

  it('says nothing when the machine has been started since', () => {
    ledger.begin('abc.1', SOON);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"bootId":"[^"]*"/, '"bootId":"another"'));
    expect(readLedger(file)).toBeNull();
  });

  it('is written anew when it has been removed', () => {
    ledger.begin('abc.1', SOON);
    rmSync(file);
    ledger.begin('abc.2', SOON);
    expect(tokens()).toEqual(['abc.1', 'abc.2']);
    rmSync(file);
    ledger.heal();
    expect(tokens()).toEqual(['abc.1', 'abc.2']);
    expect(troubles).toEqual([]);
  });

  it('does not grow by children that are over, and asks about those that nobody asked about', () => {
    const kept = ledger.begin('abc.kept', SOON);
    kept.spawned({ pid: 1, startTime: 1 }, () => false);
    const left = ledger.begin('abc.left', SOON);
    left.spawned({ pid: 2, startTime: 2 }, () => {
      left.over();
      return true;
    });
    for (let n = 0; n < 2_000; n++) ledger.begin(`abc.${n}`, SOON).over();
    expect(tokens()).toEqual(['abc.kept']);
    expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThan(1_100);
  });

  it('is gone after the session, unless it names somebody who could not be ended', () => {
    const entry = ledger.begin('abc.1', SOON);
    ledger.close();
    expect(tokens()).toEqual(['abc.1']);
    entry.over();
    ledger = open();
    ledger.close();
    expect(existsSync(file)).toBe(false);
  });

  it('that cannot be written is told about once, and written as soon as it can be', () => {
    const elsewhere = path.join(directory, 'later', 'children');
    const other = open(elsewhere);
    other.begin('abc.1', SOON);
    other.begin('abc.2', SOON);
    expect(troubles).toEqual([expect.stringMatching(/later.children cannot be written \(ENOENT\)/)]);
    mkdirSync(path.dirname(elsewhere));
    other.begin('abc.3', SOON);
    expect(readLedger(elsewhere)?.children.map(({ token }) => token)).toEqual(['abc.1', 'abc.2', 'abc.3']);
    other.close();
  });
});
