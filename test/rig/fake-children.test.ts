import { describe, expect, it } from '@jest/globals';
import type { Exit } from '../../src/model/exit.ts';
import type { SpawnRequest } from '../../src/supervisor/child.ts';
import { FakeChildren } from './fake-children.ts';
import { settled } from './manual-clock.ts';

function requestOf(program: string, exits: Exit[]): SpawnRequest {
  const onExit = (exit: Exit) => void exits.push(exit);
  return { argv: [program], cwd: '/', environment: new Map(), stdin: 'null', output: null, onExit };
}

describe('fake children', () => {
  it('die by the signals that would end a real one, and say so later', async () => {
    const children = new FakeChildren();
    const exits: Exit[] = [];
    await children.spawn(requestOf('api', exits));
    children.last('api').signalGroup('SIGWINCH');
    children.last('api').signalGroup('SIGTERM');
    expect(exits).toEqual([]);
    expect(children.alive).toHaveLength(1);
    await settled();
    expect(exits).toEqual([{ code: null, signal: 'SIGTERM' }]);
    expect(children.alive).toEqual([]);
  });

  it('may ignore signals and leave others behind, but for SIGKILL', async () => {
    const children = new FakeChildren();
    children.temper('api', { ignores: ['SIGTERM'], others: 2 });
    await children.spawn(requestOf('api', []));
    const child = children.last('api');
    child.signalGroup('SIGTERM');
    expect(child.leaderLives).toBe(true);
    child.exit(0);
    await settled();
    expect(child.groupIsEmpty()).toBe(false);
    child.signalGroup('SIGKILL');
    expect(child.groupIsEmpty()).toBe(true);
    expect(child.signalGroup('SIGKILL')).toBe('gone');
  });

  it('fail to be spawned as often as they were told to', async () => {
    const children = new FakeChildren();
    children.failNext('api', { reason: 'arguments-too-long' });
    expect((await children.spawn(requestOf('api', []))).ok).toBe(false);
    expect((await children.spawn(requestOf('api', []))).ok).toBe(true);
  });
});
