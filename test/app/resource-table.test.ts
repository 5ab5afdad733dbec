import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ResourceTable } from '../../src/app/resource-table.ts';

const MOST_ROWS = 1_800;

function use(name: string, cpu: number | null, memory: number | null = null) {
  return { name, cpu, memory };
}

describe('the table of resources', () => {
  it('has a value in each column for each row, and null for what was not known', () => {
    const table = new ResourceTable();
    table.add(0, [use('api', 0.123456, 1_000), use('db', null, null)]);
    table.add(2_000, [use('api', null, null), use('db', 1.5, 7)]);
    expect(table.read(['db', 'api', 'idle'], -1)).toEqual({
      everyMs: 2_000,
      offsetsMs: [0, 2_000],
      processes: [
        { name: 'db', cpu: [null, 1.5], memory: [null, 7] },
        { name: 'api', cpu: [0.1235, null], memory: [1_000, null] },
        { name: 'idle', cpu: [null, null], memory: [null, null] },
      ],
    });
  });

  it('gives the rows after an offset', () => {
    const table = new ResourceTable();
    for (const [row, offsetMs] of [0, 1_999.6, 4_000].entries()) table.add(offsetMs, [use('api', 0.5, row)]);
    const rowsAfter = (offsetMs: number) => table.read(['api'], offsetMs);
    expect(rowsAfter(0).offsetsMs).toEqual([2_000, 4_000]);
    expect(rowsAfter(2_000)).toMatchObject({ offsetsMs: [4_000], processes: [{ cpu: [0.5], memory: [2] }] });
    expect(rowsAfter(4_000)).toMatchObject({ offsetsMs: [], processes: [{ cpu: [], memory: [] }] });
  });

  it('merges its rows two to one when it is full: the mean of CPU, the most of memory, whatever is known of both', () => {
    const table = new ResourceTable();
    const rows = [use('api', 0.25, 10), use('api', 0.75, 30), use('api', null, null), use('api', 0.5, 20)];
    for (let row = 0; row < MOST_ROWS; row++) table.add(row * 2_000, [rows[row % rows.length] ?? use('api', null)]);
    expect(table.everyMs).toBe(2_000);
    table.add(MOST_ROWS * 2_000, [use('api', 1, 1)]);

    const { everyMs, offsetsMs, processes } = table.read(['api'], -1);
    expect(everyMs).toBe(4_000);
    expect(offsetsMs).toHaveLength(MOST_ROWS / 2 + 1);
    expect(offsetsMs.slice(0, 3)).toEqual([0, 4_000, 8_000]);
    expect(processes[0]?.cpu.slice(0, 3)).toEqual([0.5, 0.5, 0.5]);
    expect(processes[0]?.memory.slice(0, 3)).toEqual([30, 20, 30]);
    expect(processes[0]?.memory.at(-1)).toBe(1);
  });

  it('keeps what was known of a process that is no more, and drops the first of too many', () => {
    const table = new ResourceTable();
    for (let number = 0; number < 150; number++) table.add(number * 2_000, [use(`worker-${number}`, 1, 1)]);
    expect(table.names).toHaveLength(101);
    expect(table.names[0]).toBe('worker-49');
    expect(table.read(['worker-49'], -1).processes[0]?.cpu.filter((cores) => cores !== null)).toEqual([1]);
  });

  it('covers everything since it began with no more rows than it may have, however long that is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30_000 }), (additions) => {
        const table = new ResourceTable();
        let offsetMs = 0;
        for (let row = 0; row < additions; row++) {
          table.add(offsetMs, [use('api', 0.5, row)]);
          offsetMs += table.everyMs;
        }
        const { everyMs, offsetsMs, processes } = table.read(['api'], -1);
        expect(offsetsMs.length).toBeLessThanOrEqual(MOST_ROWS);
        expect(processes[0]?.cpu).toEqual(offsetsMs.map(() => 0.5));
        expect(processes[0]?.memory.at(-1)).toBe(additions - 1);
        expect(offsetsMs).toEqual(offsetsMs.map((_, row) => row * everyMs));
      }),
      { numRuns: 10 },
    );
  });
});
