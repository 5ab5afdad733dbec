import { describe, expect, it } from '@jest/globals';
import {
  checkLock,
  checkNode,
  checkNotify,
  checkOpenFiles,
  checkPipes,
  checkProc,
  checkTerminals,
  checkWatches,
} from '../../../src/cli/doctor/checks.ts';
import { type Machine, openFilesIn } from '../../../src/cli/doctor/machine.ts';

const MACHINE: Machine = {
  nodeVersion: '22.1.0',
  platform: 'linux',
  hasProc: true,
  openFiles: 1024,
  inotify: { instances: { limit: 128, used: 3 }, watches: { limit: 8192, used: 7192 } },
  hasProgram: () => true,
};

const without = (...missing: readonly string[]): Machine => ({
  ...MACHINE,
  hasProgram: (name) => !missing.includes(name),
});

describe('the checks of pom doctor', () => {
  it.each([
    ['20.18.3', 'broken'],
    ['18.20.0', 'broken'],
    ['20.19.0', 'ok'],
    ['24.0.0', 'ok'],
  ])('find Node %s %s', (nodeVersion, state) => {
    expect(checkNode({ ...MACHINE, nodeVersion })).toMatchObject({ state });
  });

  it('miss /proc without calling pom broken', () => {
    expect(checkProc(MACHINE)).toMatchObject({ state: 'ok' });
    expect(checkProc({ ...MACHINE, hasProc: false })).toMatchObject({ state: 'limited', advice: 'mount /proc' });
  });

  it('miss mkfifo, and need flock or perl', () => {
    expect(checkPipes(MACHINE, '/bin')).toMatchObject({ state: 'ok' });
    expect(checkPipes(without('mkfifo'), '/bin')).toMatchObject({ state: 'limited' });
    expect(checkLock(without('flock'))).toMatchObject({ state: 'ok', detail: 'taken by perl' });
    expect(checkLock(without('flock', 'perl'))).toMatchObject({ state: 'broken' });
  });

  it('miss what gives terminals, which is broken only for processes that want one', () => {
    expect(checkTerminals(MACHINE, null, '/bin', ['repl'])).toMatchObject({ state: 'ok' });
    expect(checkTerminals(MACHINE, 'no package', '/bin', [])).toMatchObject({ state: 'limited', detail: 'no package' });
    expect(checkTerminals(without('setsid'), null, '/bin', ['repl', 'shell'])).toEqual({
      check: 'terminals',
      state: 'broken',
      detail: 'setsid was not found: "tty: true" does not work; wanted by repl, shell',
      advice: 'install util-linux (setsid)',
    });
  });

  it('miss perl, which is broken only for processes that notify', () => {
    expect(checkNotify(MACHINE, '/bin', ['api'])).toMatchObject({ state: 'ok' });
    expect(checkNotify(without('perl'), '/bin', [])).toMatchObject({ state: 'limited' });
    expect(checkNotify(without('perl'), '/bin', ['api'])).toMatchObject({ state: 'broken', advice: 'install perl' });
  });

  it('miss room to watch files, and say which limits to raise', () => {
    expect(checkWatches({ ...MACHINE, inotify: null })).toMatchObject({ state: 'ok' });
    expect(checkWatches(MACHINE)).toEqual({
      check: 'watches',
      state: 'ok',
      detail: '7192 of 8192 watches and 3 of 128 instances of inotify in use',
      advice: null,
    });
    const full = { instances: { limit: 128, used: 128 }, watches: { limit: 8192, used: 7193 } };
    expect(checkWatches({ ...MACHINE, inotify: full })).toMatchObject({
      state: 'limited',
      advice: 'sysctl fs.inotify.max_user_instances=512 fs.inotify.max_user_watches=32768',
    });
  });

  it('need four files for each process and some for the session', () => {
    expect(checkOpenFiles(MACHINE, 240)).toMatchObject({ state: 'ok', detail: '1024 allowed, 1024 needed' });
    expect(checkOpenFiles(MACHINE, 241)).toMatchObject({ state: 'broken' });
    expect(checkOpenFiles({ ...MACHINE, openFiles: null }, 5_000)).toMatchObject({ state: 'ok' });
  });
});

describe('openFilesIn', () => {
  it('reads the soft limit, which may be missing or none', () => {
    expect(openFilesIn('Limit  Soft  Hard  Units\nMax open files            1024                 4096 files\n')).toBe(
      1024,
    );
    expect(openFilesIn('Max open files            unlimited            unlimited files')).toBeNull();
    expect(openFilesIn('')).toBeNull();
  });
});
