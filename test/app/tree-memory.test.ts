import { describe, expect, it } from '@jest/globals';
import { TreeMemory } from '../../src/app/tree-memory.ts';
import { ManualClock } from '../rig/manual-clock.ts';
import { entry } from './table-entry.ts';

describe('the memory of trees', () => {
  it('is the sum over their processes, from one sweep for all who ask at about the same time', async () => {
    const clock = new ManualClock();
    let sweeps = 0;
    const memory = new TreeMemory(clock, () => {
      sweeps += 1;
      return [10, 11, 12].map((pid) => entry({ pid, ppid: pid === 11 ? 10 : 1, memoryBytes: pid }));
    });
    expect([memory.of(10), memory.of(12), memory.of(13), sweeps]).toEqual([21, 12, 0, 1]);
    await clock.advance(500);
    expect([memory.of(10), sweeps]).toEqual([21, 2]);
  });
});
