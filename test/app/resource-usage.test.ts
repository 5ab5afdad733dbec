import { describe, expect, it } from '@jest/globals';
import { parseStat, readProcessTable } from '../../src/app/process-table.ts';
import { ResourceUsage } from '../../src/app/resource-usage.ts';
import { neverRun, type ProcessInfo } from '../../src/model/process-status.ts';
import { ManualClock } from '../rig/manual-clock.ts';
import { entry } from './table-entry.ts';

function running(name: string, pid: number | null, uptimeMs: number): ProcessInfo {
  return { ...neverRun(name, pid === null ? 'stopped' : 'running'), wanted: 'up', run: 1, pid, uptimeMs };
}

describe('parseStat', () => {
  it('counts fields from the end of a name that looks like fields', () => {
    const stat = '42 (a) b (c)) S 1 40 39 0 -1 4194560 1 2 3 4 250 50 0 0 20 0 1 0 99 1000 7 18446744073709551615';
    expect(parseStat(stat, 4096)).toEqual({ pid: 42, ppid: 1, pgid: 40, sid: 39, cpuMs: 3_000, memoryBytes: 7 * 4096 });
  });
});

describe('readProcessTable', () => {
  it('finds this process, with the memory that Node says it has', () => {
    const self = readProcessTable().find(({ pid }) => pid === process.pid);
    expect((self?.memoryBytes ?? 0) / process.memoryUsage.rss()).toBeCloseTo(1, 0);
  });
});

describe('ResourceUsage', () => {
  it('adds up a tree, over its life at first and since the last look afterwards', async () => {
    const clock = new ManualClock();
    let cpuMs = 1_000;
    const table = () => [
      entry({ pid: 7, cpuMs, memoryBytes: 100 }),
      entry({ pid: 8, pgid: 7, sid: 7, cpuMs: 0, memoryBytes: 50 }),
      entry({ pid: 9, ppid: 8, cpuMs: 0, memoryBytes: 5 }),
      entry({ pid: 10, cpuMs: 5_000, memoryBytes: 1 }),
    ];
    const usage = new ResourceUsage(clock, table);
    expect(usage.measure([running('api', 7, 4_000)])[0]).toMatchObject({ cpu: 0.25, memory: 155 });
    cpuMs = 2_000;
    await clock.advance(2_000);
    expect(usage.use([running('api', 7, 6_000)])).toEqual([
      { name: 'api', status: 'running', pid: 7, cpu: 0.5, memory: 155, osProcesses: 3 },
    ]);
  });

  it('takes what has come since the last look to have used all of its CPU since', async () => {
    const clock = new ManualClock();
    const tables = [
      [entry({ pid: 7 })],
      [entry({ pid: 7 }), entry({ pid: 8, ppid: 7, cpuMs: 500 }), entry({ pid: 9, cpuMs: 500 })],
    ];
    const usage = new ResourceUsage(clock, () => tables.shift() ?? []);
    usage.use([running('api', 7, 60_000)]);
    await clock.advance(2_000);
    const uses = usage.use([running('api', 7, 62_000), running('new', 9, 1_000)]);
    expect(uses.map(({ cpu }) => cpu)).toEqual([0.25, 0.5]);
  });

  it('tells who looks regularly what was used since its own last look, whoever else has looked', async () => {
    const clock = new ManualClock();
    let cpuMs = 0;
    let sweeps = 0;
    const usage = new ResourceUsage(clock, () => {
      sweeps += 1;
      return [entry({ pid: 7, cpuMs })];
    });
    const look = usage.observer();
    const cpu = () => look([running('api', 7, 60_000)])[0]?.cpu;
    expect(cpu()).toBe(0);
    await clock.advance(1_500);
    cpuMs = 2_000;
    usage.use([running('api', 7, 60_000)]);
    await clock.advance(1_000);
    expect(usage.use([running('api', 7, 60_000)])[0]?.cpu).toBe(0);
    expect(cpu()).toBe(0.8);
    expect(sweeps).toBe(3);
    look([running('api', null, 0)]);
    expect(sweeps).toBe(3);
  });

  it('gives a pid that is used anew its own CPU only', async () => {
    const clock = new ManualClock();
    let cpuMs = 9_000;
    const usage = new ResourceUsage(clock, () => [entry({ pid: 7, cpuMs })]);
    usage.use([running('api', 7, 10_000)]);
    cpuMs = 500;
    await clock.advance(5_000);
    expect(usage.use([running('api', 7, 1_000)])[0]?.cpu).toBe(0.5);
  });

  it('sweeps once for all, not twice in a second, nor when nothing lives or nobody asks, but for somebody new', async () => {
    const clock = new ManualClock();
    let sweeps = 0;
    const usage = new ResourceUsage(clock, () => {
      sweeps += 1;
      return [entry({ pid: 7 })];
    });
    usage.measure([running('api', null, 0)]);
    expect(sweeps).toBe(0);
    usage.measure([running('api', 7, 1_000)]);
    usage.use([running('api', 7, 1_000)]);
    expect(sweeps).toBe(1);
    usage.measure([running('api', 7, 1_000), running('new', 8, 0)]);
    expect(sweeps).toBe(2);
    await clock.advance(3_600_000);
    expect(sweeps).toBe(2);
    usage.use([running('api', 7, 1_000)]);
    expect(sweeps).toBe(3);
  });
});
