import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { causeMessage } from '../../../src/model/failure-message.ts';
import { ProcessGroup } from '../../../src/supervisor/process-group.ts';
import { SessionGroup } from '../../../src/supervisor/terminal/session-group.ts';
import { type ProcFiles, SystemProcFiles } from '../../../src/supervisor/tree/proc-files.ts';
import { ProcessScanner } from '../../../src/supervisor/tree/process-scan.ts';
import { ProcessTree } from '../../../src/supervisor/tree/process-tree.ts';

/** A table of processes that cannot be read while descriptors are short. */
class ShortFiles implements ProcFiles {
  short: 'nothing' | 'stat' | 'environ' | 'everything' = 'nothing';
  living: readonly number[] = [];

  pids(): readonly number[] | 'unknown' {
    return this.short === 'everything' ? 'unknown' : this.living;
  }

  stat(pid: number): ReturnType<ProcFiles['stat']> {
    if (this.short === 'stat' || this.short === 'everything') return 'unknown';
    if (!this.living.includes(pid)) return 'gone';
    return { pid, ppid: 1, pgid: LEADER, sid: LEADER, startTime: pid, isDead: false };
  }

  environ(pid: number): string | 'unknown' {
    if (this.short !== 'nothing') return 'unknown';
    return pid === MARKED ? 'POM_INSTANCE=token' : '';
  }

  tagLink(): string | null | 'unknown' {
    return this.short === 'nothing' ? null : 'unknown';
  }
}

/** Nobody has pids like these, above the largest that Linux gives out. */
const LEADER = 5_000_001;
const MARKED = 5_000_002;

function treeOver(files: ProcFiles): ProcessTree {
  const scanner = new ProcessScanner(() => 0, files);
  const mark = { token: 'token', tagPath: null };
  return new ProcessTree({ leader: null, since: 0, mark, scanner, bornAt: 0 });
}

describe('while the table of processes cannot be read', () => {
  it.each(['stat', 'environ', 'everything'] as const)('a tree is not called empty (%s)', (short) => {
    const files = new ShortFiles();
    files.living = [MARKED];
    files.short = short;
    const tree = treeOver(files);
    expect(tree.isEmpty()).toBe(false);
    files.short = 'nothing';
    expect(tree.members().map(({ pid }) => pid)).toEqual([MARKED]);
    files.living = [];
    expect(tree.isEmpty()).toBe(true);
  });

  it('whoever was seen before counts as living, and is not signalled by a pid that may be a stranger’s', () => {
    const files = new ShortFiles();
    files.living = [MARKED];
    const tree = treeOver(files);
    expect(tree.isEmpty()).toBe(false);
    files.short = 'everything';
    expect(tree.isEmpty()).toBe(false);
    expect(tree.signalBut(() => false, 'SIGTERM')).toBe('gone');
  });

  it('the session of a terminal is not called empty, and asking does not throw', () => {
    const files = new ShortFiles();
    const group = new SessionGroup(LEADER, files);
    files.short = 'everything';
    expect(group.isEmpty()).toBe(false);
    expect(group.signal('SIGTERM')).toBe('gone');
    files.short = 'nothing';
    expect(group.isEmpty()).toBe(true);
  });

  it('a group that takes signals is not called empty', async () => {
    const leader = spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' });
    const files = new ShortFiles();
    files.short = 'everything';
    const group = new ProcessGroup(leader.pid ?? 0, files);
    expect(group.isEmpty()).toBe(false);
    expect(group.members()).toEqual([leader.pid]);
    leader.kill('SIGKILL');
    await once(leader, 'exit');
    expect(group.isEmpty()).toBe(true);
  });

  it('a stop that was not seen to be done says that', () => {
    expect(causeMessage({ reason: 'group-survived', pids: [] })).toContain('could not be seen');
  });
});

describe('the files of the system', () => {
  it('tell of this process, and that there is none by a pid that is never given', () => {
    const files = new SystemProcFiles();
    expect(files.pids()).toContain(process.pid);
    expect(files.stat(process.pid)).toMatchObject({ pid: process.pid, ppid: process.ppid, isDead: false });
    expect(files.stat(LEADER)).toBe('gone');
    expect(files.environ(LEADER)).toBe('');
    expect(files.tagLink(LEADER)).toBeNull();
  });
});
