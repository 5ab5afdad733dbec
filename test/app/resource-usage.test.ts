import { describe, expect, it } from '@jest/globals';
import { parseStat, readProcessTable } from '../../src/app/process-table.ts';
import { ResourceUsage } from '../../src/app/resource-usage.ts';
import { neverRun, type ProcessInfo } from '../../src/model/process-status.ts';
import { ManualClock } from '../rig/manual-clock.ts';

function running(name: string, pid: number | null, uptimeMs: number): ProcessInfo {
  return { ...neverRun(name, pid === null ? 'stopped' : 'running'), wanted: 'up', run: 1, pid, uptimeMs };
}

describe('parseStat', () => {
  it('counts fields from the end of a name that looks like fields', () => {
    const stat = '42 (a) b (c)) S 1 40 40 0 -1 4194560 1 2 3 4 250 50 0 0 20 0 1 0 99 1000 7 18446744073709551615';
    expect(parseStat(stat, 4096)).toEqual({ pid: 42, pgid: 40, cpuMs: 3_000, memoryBytes: 7 * 4096 });
  });
});

describe('readProcessTable', () => {
  it('finds this process, with the memory that Node says it has', () => {
    const self = readProcessTable().find(({ pid }) => pid === process.pid);
    expect((self?.memoryBytes ?? 0) / process.memoryUsage.rss()).toBeCloseTo(1, 0);
  });
});

describe('ResourceUsage', () => {
  it('adds up a group, over its life at first and since the last look afterwards', async () => {
    const clock = new ManualClock();
    let cpuMs = 1_000;
    const table = () => [
      { pid: 7, pgid: 7, cpuMs, memoryBytes: 100 },
      { pid: 8, pgid: 7, cpuMs: 0, memoryBytes: 50 },
      { pid: 9, pgid: 9, cpuMs: 5_000, memoryBytes: 1 },
    ];
    const usage = new ResourceUsage(clock, table);
    expect(usage.measure([running('api', 7, 4_000)])[0]).toMatchObject({ cpu: 0.25, memory: 150 });
    cpuMs = 2_000;
    await clock.advance(2_000);
    expect(usage.measure([running('api', 7, 6_000)])[0]).toMatchObject({ cpu: 0.5, memory: 150 });
  });

  it('does not look at the table twice in a second, nor when nothing lives, but does for somebody new', () => {
    let sweeps = 0;
    const usage = new ResourceUsage(new ManualClock(), () => {
      sweeps += 1;
      return [{ pid: 7, pgid: 7, cpuMs: 1, memoryBytes: 1 }];
    });
    usage.measure([running('api', null, 0)]);
    expect(sweeps).toBe(0);
    usage.measure([running('api', 7, 1_000)]);
    usage.measure([running('api', 7, 1_000)]);
    expect(sweeps).toBe(1);
    usage.measure([running('api', 7, 1_000), running('new', 8, 0)]);
    expect(sweeps).toBe(2);
  });
});
