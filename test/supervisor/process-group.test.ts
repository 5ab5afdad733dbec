import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { ProcessGroup } from '../../src/supervisor/process-group.ts';
import { processTable, type TableEntry } from '../rig/process-table.ts';

describe('a process group', () => {
  it('knows its members, and is empty when the last one is dead', async () => {
    const leader = spawn('sh', ['-c', 'sleep 1000 & echo $!; wait'], {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [text] = (await once(leader.stdout, 'data')) as [Buffer];
    const member = Number(text.toString());
    const group = new ProcessGroup(leader.pid ?? 0);
    expect([...group.members()].sort()).toEqual([leader.pid, member].sort());
    expect(group.isEmpty()).toBe(false);

    leader.kill('SIGKILL');
    await once(leader, 'exit');
    expect(group.isEmpty()).toBe(false);
    expect(group.members()).toEqual([member]);
    expect(group.signal('SIGKILL')).toBe('sent');
    while (!group.isEmpty()) await new Promise((resolve) => setImmediate(resolve));
    expect(group.members()).toEqual([]);
  });

  it('does not count zombies', async () => {
    // The shell becomes a program that never waits for the child it had: once dead, that one stays a zombie.
    const leader = spawn('sh', ['-c', 'sleep 1000 & echo $!; exec tail -f /dev/null'], {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [text] = (await once(leader.stdout, 'data')) as [Buffer];
    const zombie = Number(text.toString());
    await seenInTable(leader.pid, ({ argv }) => argv[0] === 'tail');
    process.kill(zombie, 'SIGKILL');
    await seenInTable(zombie, ({ state }) => state === 'Z');
    expect(new ProcessGroup(leader.pid ?? 0).members()).toEqual([leader.pid]);
    leader.kill('SIGKILL');
    await once(leader, 'exit');
  });

  it('that is not there is empty, and cannot be signalled', async () => {
    const leader = spawn('true', { detached: true, stdio: 'ignore' });
    await once(leader, 'exit');
    const group = new ProcessGroup(leader.pid ?? 0);
    expect(group.isEmpty()).toBe(true);
    expect(group.signal('SIGTERM')).toBe('gone');
  });
});

async function seenInTable(pid: number | undefined, test: (entry: TableEntry) => boolean): Promise<void> {
  while (!processTable().some((entry) => entry.pid === pid && test(entry))) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
