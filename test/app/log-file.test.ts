import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LogFile } from '../../src/app/log-file.ts';
import { LogFiles } from '../../src/app/log-files.ts';
import type { LogFileSpec, ProcessSpec } from '../../src/model/process-spec.ts';
import type { StoreEvent } from '../../src/model/store-event.ts';
import { Bus } from '../../src/util/bus.ts';
import { ManualClock } from '../rig/manual-clock.ts';
import { until } from '../rig/until.ts';
import { specOf } from '../supervisor/specs.ts';

let folder: string;
let clock: ManualClock;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pom-log-file-'));
  clock = new ManualClock();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (...names: readonly string[]) => path.join(folder, ...names);
const read = (...names: readonly string[]) => readFileSync(at(...names), 'utf8');
const specFor = (name: string, changes: Partial<LogFileSpec> = {}): LogFileSpec => ({
  path: at(name),
  maxSize: 1_000_000,
  maxFiles: 2,
  ...changes,
});

describe('a log file', () => {
  it('has every byte in order when it is closed, after what was there before', async () => {
    mkdirSync(at('logs'));
    writeFileSync(at('logs', 'a.log'), 'old\n');
    const file = new LogFile(specFor('logs/a.log'), clock, () => undefined);
    const chunks = Array.from({ length: 500 }, (_, index) => Buffer.from([index & 255, 0xff]));
    for (const chunk of chunks) file.write(chunk);
    await file.close();
    expect(readFileSync(at('logs', 'a.log'))).toEqual(Buffer.concat([Buffer.from('old\n'), ...chunks]));
  });

  it('copies what it is given', async () => {
    const file = new LogFile(specFor('a.log'), clock, () => undefined);
    const chunk = Buffer.from('one\n');
    file.write(chunk);
    chunk.fill('x');
    await file.close();
    expect(read('a.log')).toBe('one\n');
  });

  it('makes its directory', async () => {
    const file = new LogFile(specFor('deep/er/a.log'), clock, () => undefined);
    file.write(Buffer.from('one\n'));
    await file.close();
    expect(read('deep', 'er', 'a.log')).toBe('one\n');
  });

  it('is rotated when it is full, and keeps as many as it should', async () => {
    for (const text of ['one\n', 'two\n', 'three\n', 'four\n']) {
      const file = new LogFile(specFor('a.log', { maxSize: 4 }), clock, () => undefined);
      file.write(Buffer.from(text));
      await file.close();
    }
    expect(readdirSync(folder).sort()).toEqual(['a.log', 'a.log.1', 'a.log.2']);
    expect([read('a.log.1'), read('a.log.2')]).toEqual(['four\n', 'three\n']);
  });

  it('says what is wrong, goes on when it is mended, and has lost nothing', async () => {
    writeFileSync(at('logs'), 'a file where a directory should be');
    const file = new LogFile(specFor('logs/a.log'), clock, () => undefined);
    file.write(Buffer.from('one\n'));
    await until(() => file.trouble !== null, 'trouble');
    expect(file.trouble).toBe('not a directory');
    file.write(Buffer.from('two\n'));
    rmSync(at('logs'));
    await until(() => clock.pending > 0, 'the next attempt to be planned');
    await clock.advance(1_000);
    await until(() => file.trouble === null, 'the trouble to be over');
    await file.close();
    expect(read('logs', 'a.log')).toBe('one\ntwo\n');
  });

  it('says so where no directory can be made, and comes to an end', async () => {
    const file = new LogFile({ ...specFor('a.log'), path: '/proc/nowhere/a.log' }, clock, () => undefined);
    file.write(Buffer.from('one\n'));
    await until(() => file.trouble !== null, 'trouble');
    expect(file.trouble).toBe('no such file or directory');
    await file.close();
  });

  it('says when whoever prints should wait for the disk, and when no longer', async () => {
    const heard: boolean[] = [];
    const file = new LogFile(specFor('a.log'), clock, (isBehind) => heard.push(isBehind));
    const megabyte = Buffer.alloc(1024 * 1024, 'x');
    for (let index = 0; index < 8; index++) file.write(megabyte);
    expect(heard).toEqual([]);
    file.write(megabyte);
    expect(heard).toEqual([true]);
    await file.close();
    expect(heard).toEqual([true, false]);
    expect(file.droppedBytes).toBe(0);
  });

  it('counts what it cannot keep while there is trouble', async () => {
    mkdirSync(at('a.log'));
    const file = new LogFile(specFor('a.log'), clock, () => undefined);
    const megabyte = Buffer.alloc(1024 * 1024, 'x');
    for (let index = 0; index < 33; index++) file.write(megabyte);
    expect(file.droppedBytes).toBe(1024 * 1024);
    await file.close();
    expect(file.trouble).toMatch(/not a file/);
  });

  it('is made anew when it was deleted, or moved away', async () => {
    const file = new LogFile(specFor('a.log'), clock, () => undefined);
    const write = async (text: string) => {
      await clock.advance(1_000);
      file.write(Buffer.from(text));
    };
    await write('one\n');
    await until(() => readdirSync(folder).includes('a.log') && read('a.log') === 'one\n', 'the line');
    rmSync(at('a.log'));
    await write('two\n');
    await until(() => readdirSync(folder).includes('a.log') && read('a.log') === 'two\n', 'the line in a new file');
    renameSync(at('a.log'), at('b.log'));
    await write('three\n');
    await file.close();
    expect([read('b.log'), read('a.log')]).toEqual(['two\n', 'three\n']);
  });
});

describe('the log files of a session', () => {
  function spec(name: string, file: string | null, changes: Partial<LogFileSpec> = {}): ProcessSpec {
    return specOf(name, { logs: { ...specOf(name).logs, file: file === null ? null : specFor(file, changes) } });
  }

  function begin(...specs: readonly ProcessSpec[]) {
    const events = new Bus<StoreEvent>();
    const files = new LogFiles(events, clock, folder);
    const configure = (...next: readonly ProcessSpec[]) =>
      files.configure({ processes: new Map(next.map((process) => [process.name, process])) });
    configure(...specs);
    const print = (process: string, text: string, stream: 'stdout' | 'stderr' = 'stdout') =>
      events.emit({ type: 'AppendLog', process, run: 1, stream, chunk: Buffer.from(text), at: 0 });
    return { files, configure, print };
  }

  it('hold both streams of the processes that have one, and of no other', async () => {
    const { files, print } = begin(spec('api', 'api.log'), spec('web', 'web.log'), spec('db', null));
    print('api', 'out\n');
    print('db', 'nothing\n');
    print('api', 'err\n', 'stderr');
    print('web', 'web\n');
    await files.close();
    expect([read('api.log'), read('web.log'), readdirSync(folder).length]).toEqual(['out\nerr\n', 'web\n', 2]);
  });

  it('are changed without losing a byte', async () => {
    const { files, configure, print } = begin(spec('api', 'a.log'), spec('web', 'w.log'));
    print('api', 'one\n');
    print('web', 'one\n');
    configure(spec('api', 'b.log'), spec('web', 'w.log', { maxSize: 4 }));
    print('api', 'two\n');
    print('web', 'two\n');
    await files.close();
    expect([read('a.log'), read('b.log')]).toEqual(['one\n', 'two\n']);
    expect(
      ['w.log', 'w.log.1', 'w.log.2']
        .filter((name) => readdirSync(folder).includes(name))
        .map((name) => read(name))
        .reverse()
        .join(''),
    ).toBe('one\ntwo\n');
  });

  it('warn of trouble by the name that the project knows', async () => {
    mkdirSync(at('a.log'));
    const { files, print } = begin(spec('api', 'a.log'));
    expect(files.warnings).toEqual([]);
    print('api', 'one\n');
    await until(() => files.warnings.length > 0, 'a warning');
    expect(files.warnings[0]).toMatch(/^nothing can be written to a\.log: .*; trying again every second$/);
    await files.close();
  });
});
