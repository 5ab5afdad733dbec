import { describe, expect, it } from '@jest/globals';
import { ProcessForest } from '../../src/app/process-forest.ts';
import { entry } from './table-entry.ts';

const pidsOf = (forest: ProcessForest, root: number) =>
  forest
    .treeOf(root)
    .map(({ pid }) => pid)
    .sort((a, b) => a - b);

describe('the tree of a process', () => {
  it('has its children, and theirs, in whatever group and session they are', () => {
    const forest = new ProcessForest([
      entry({ pid: 10 }),
      entry({ pid: 11, ppid: 10, pgid: 10, sid: 10 }),
      entry({ pid: 12, ppid: 11 }),
      entry({ pid: 13, ppid: 12, sid: 12 }),
      entry({ pid: 20 }),
      entry({ pid: 21, ppid: 20 }),
    ]);
    expect(pidsOf(forest, 10)).toEqual([10, 11, 12, 13]);
    expect(pidsOf(forest, 20)).toEqual([20, 21]);
  });

  it('has those whose parent has ended, as long as they are in its group or session, or in those of a descendant', () => {
    const forest = new ProcessForest([
      entry({ pid: 10 }),
      entry({ pid: 11, pgid: 10, sid: 10 }),
      entry({ pid: 12, sid: 10 }),
      entry({ pid: 13, ppid: 12 }),
      entry({ pid: 14, pgid: 13, sid: 13 }),
      entry({ pid: 15 }),
    ]);
    expect(pidsOf(forest, 10)).toEqual([10, 11, 12, 13, 14]);
  });

  it('has those that the leader left behind, and is empty when nobody is left', () => {
    const forest = new ProcessForest([entry({ pid: 11, pgid: 10, sid: 10 }), entry({ pid: 1, ppid: 0 })]);
    expect(pidsOf(forest, 10)).toEqual([11]);
    expect(pidsOf(forest, 99)).toEqual([]);
  });

  it('ends where the table, which was not read at one moment, leads in a circle', () => {
    const forest = new ProcessForest([entry({ pid: 10, ppid: 11 }), entry({ pid: 11, ppid: 10 })]);
    expect(pidsOf(forest, 10)).toEqual([10, 11]);
  });
});
