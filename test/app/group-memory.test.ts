import { describe, expect, it } from '@jest/globals';
import { GroupMemory } from '../../src/app/group-memory.ts';
import { ManualClock } from '../rig/manual-clock.ts';

describe('the memory of groups', () => {
  it('is the sum over their processes, from one sweep for all who ask at about the same time', async () => {
    const clock = new ManualClock();
    let sweeps = 0;
    const memory = new GroupMemory(clock, () => {
      sweeps += 1;
      return [1, 2, 3].map((pid) => ({ pid, pgid: pid === 3 ? 3 : 1, cpuMs: 0, memoryBytes: pid * 10 }));
    });
    expect([memory.of(1), memory.of(3), memory.of(4), sweeps]).toEqual([30, 30, 0, 1]);
    await clock.advance(500);
    expect([memory.of(1), sweeps]).toEqual([30, 2]);
  });
});
