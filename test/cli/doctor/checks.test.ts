import { describe, expect, it } from '@jest/globals';
import { checkLock, checkNode, checkOpenFiles, checkPipes, checkProc } from '../../../src/cli/doctor/checks.ts';
import { type Machine, openFilesIn } from '../../../src/cli/doctor/machine.ts';

const MACHINE: Machine = {
  nodeVersion: '22.1.0',
  platform: 'linux',
  hasProc: true,
  openFiles: 1024,
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
