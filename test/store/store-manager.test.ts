import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { StoreEvent } from '../../src/model/store-event.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { StoreManager } from '../../src/store/store-manager.ts';
import { Bus } from '../../src/util/bus.ts';
import { T0, textOf } from './sample.ts';

function append(process: string, text: string): StoreEvent {
  return { type: 'AppendLog', process, run: 1, stream: 'stdout', chunk: Buffer.from(text), at: T0 };
}

function manage() {
  const events = new Bus<StoreEvent>();
  const wakeUps: string[][] = [];
  const manager = new StoreManager(new MemoryStore({ sessionId: 1 }), events, {
    onChange: (processes) => wakeUps.push([...processes]),
  });
  return { events, wakeUps, manager };
}

describe('StoreManager', () => {
  it('has stored an event when emit returns', () => {
    const { events, manager } = manage();
    events.emit(append('api', 'one\ntwo'));
    events.emit({ type: 'StreamEnded', process: 'api', run: 1, stream: 'stdout', at: T0 });
    events.emit({ type: 'ProcessExited', process: 'api', run: 3, exit: { code: 0, signal: null }, at: T0 });
    const snapshot = manager.handle.snapshot('api');
    expect([...snapshot.query().iter()].map(textOf)).toEqual(['one', 'two']);
    expect(snapshot.openLines).toEqual([]);
    expect(snapshot.lastRun).toBe(3);
  });

  it('wakes readers once per turn of the event loop, with the names of what changed', async () => {
    const { events, wakeUps } = manage();
    for (let index = 0; index < 100; index += 1) events.emit(append(index % 2 === 0 ? 'api' : 'web', 'x\n'));
    expect(wakeUps).toEqual([]);
    await nextTurn();
    expect(wakeUps).toEqual([['api', 'web']]);
    events.emit(append('api', 'x'));
    await nextTurn();
    expect(wakeUps).toEqual([['api', 'web'], ['api']]);
  });

  it('wakes nobody and stores nothing after it was closed', async () => {
    const { events, wakeUps, manager } = manage();
    events.emit(append('api', 'x\n'));
    manager.close();
    events.emit(append('api', 'y\n'));
    await nextTurn();
    expect(wakeUps).toEqual([]);
    expect(manager.handle.snapshot('api').query().tail(9).map(textOf)).toEqual(['x']);
  });
});
