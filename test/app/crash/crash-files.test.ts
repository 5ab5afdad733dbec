import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readCrashReports, removeCrashReport, writeCrashReport } from '../../../src/app/crash/crash-files.ts';
import { crashReport } from '../../../src/app/crash/crash-report.ts';

function temporary(): { readonly directory: string } & Disposable {
  const root = mkdtempSync(path.join(tmpdir(), 'pom-crash-'));
  return {
    directory: path.join(root, 'crashes'),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}

function reportAt(at: number, error: unknown = new Error(`at ${at}`)): ReturnType<typeof crashReport> {
  return crashReport({ version: '1.0.0', error, testimony: null, at });
}

describe('the crash reports of a project', () => {
  it('are read newest first, and the last ten are kept', () => {
    using folder = temporary();
    for (let at = 1; at <= 12; at += 1) writeCrashReport(folder.directory, reportAt(at));
    const kept = readCrashReports(folder.directory);
    expect(kept.map(({ at }) => at)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
    expect(kept[0]).toMatchObject({ error: 'Error: at 12', pid: process.pid, startedAt: null });
  });

  it('are none where there is no directory, and what is no report is left out', () => {
    using folder = temporary();
    expect(readCrashReports(folder.directory)).toEqual([]);
    const file = writeCrashReport(folder.directory, reportAt(1));
    writeFileSync(path.join(folder.directory, '2.json'), '{"pid":');
    writeFileSync(path.join(folder.directory, '3.json'), 'null');
    expect(readCrashReports(folder.directory).map((each) => each.path)).toEqual([file]);
  });

  it('can be removed', () => {
    using folder = temporary();
    writeCrashReport(folder.directory, reportAt(1));
    for (const crash of readCrashReports(folder.directory)) removeCrashReport(crash);
    expect(readdirSync(folder.directory)).toEqual([]);
  });
});

describe('a crash report', () => {
  it('can be made of anything that is thrown, and of causes in a ring', () => {
    expect(reportAt(1, 'a text\nand more')).toMatchObject({ error: 'a text', stacks: ['a text\nand more'] });
    expect(reportAt(1, null)).toMatchObject({ error: 'null', stacks: ['null'] });
    const ring = new Error('ring');
    ring.cause = ring;
    expect(reportAt(1, ring).stacks).toHaveLength(10);
  });
});
