import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../src/app/system-clock.ts';
import type { ProcessIdentity } from '../../../src/supervisor/guardian/child-record.ts';
import { Guardian } from '../../../src/supervisor/guardian/guardian.ts';
import { ProcessScanner } from '../../../src/supervisor/tree/process-scan.ts';
import { processOf } from '../../rig/process-table.ts';
import { until } from '../../rig/until.ts';

let directory: string;
let program: string;
let standing: ProcessIdentity[];
let troubles: string[];
let guardian: Guardian;

/** Says that it was run. */
const PROGRAM = `require('node:fs').writeFileSync(process.argv[2], '')`;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'pom-guardian-'));
  program = path.join(directory, 'program.cjs');
  writeFileSync(program, PROGRAM);
  standing = [];
  troubles = [];
  guardian = new Guardian({
    program,
    args: [path.join(directory, 'said')],
    environment: { PATH: '/usr/bin:/bin' },
    clock: systemClock(),
    scanner: new ProcessScanner(),
    onStanding: (identity) => standing.push(identity),
    onTrouble: (message) => troubles.push(message),
  });
  guardian.start();
});

afterEach(() => {
  guardian.release();
  rmSync(directory, { recursive: true });
});

function last(): number {
  const { pid } = standing.at(-1) ?? {};
  if (pid === undefined) throw new Error('nobody stands guard');
  return pid;
}

async function gone(pid: number): Promise<void> {
  await until(() => processOf(pid) === null, `the end of ${pid}`);
}

/** Whether it has come so far: SIGTERM, 15, is bit 14 of the mask (proc_pid_status(5)). */
function ignoresSigterm(pid: number): boolean {
  const [, mask = '0'] = /^SigIgn:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
  return (BigInt(`0x${mask}`) & (1n << 14n)) !== 0n;
}

describe('the guardian', () => {
  it('is a shell in a session of its own, and deaf to what ends others', async () => {
    const pid = last();
    await until(() => ignoresSigterm(pid), 'the shell to have begun');
    for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGQUIT'] as const) process.kill(pid, signal);
    expect(processOf(pid)).toMatchObject({ sid: pid, pgid: pid, cwd: '/' });
    expect(processOf(pid)?.argv[0]).toBe('/bin/sh');
    expect(standing).toHaveLength(1);
  });

  it('goes when it is released, and does nothing', async () => {
    const pid = last();
    guardian.release();
    await gone(pid);
    expect(existsSync(path.join(directory, 'said'))).toBe(false);
    expect(standing).toHaveLength(1);
  });

  it('is replaced when it is killed', async () => {
    const pid = last();
    process.kill(pid, 'SIGKILL');
    await until(() => standing.length === 2, 'another guardian');
    expect(processOf(last())?.argv[0]).toBe('/bin/sh');
    expect(last()).not.toBe(pid);
  });

  it('is not replaced when the program is gone, and says so until it is back', async () => {
    rmSync(program);
    process.kill(last(), 'SIGKILL');
    await until(() => troubles.length > 1, 'trouble');
    expect(troubles.at(-1)).toMatch(/^the guardian cannot be started: ENOENT/);
    writeFileSync(program, PROGRAM);
    await until(() => standing.length === 2, 'another guardian');
  });
});
