import { describe, expect, it } from '@jest/globals';
import { judgeLines } from './line-account.ts';

/** What `pom logs` prints of lines `[from, to]` of the run `id`. */
function lines(id: string, from: number, to: number): string {
  return Array.from({ length: to - from + 1 }, (_, i) => `fast  | soak ${id} ${from + i}\n`).join('');
}

function mistakes(logs: string, written: Readonly<Record<string, number>>, evicted = 0): readonly string[] {
  return judgeLines(logs, new Map(Object.entries(written)), evicted).mistakes;
}

describe('the account of lines', () => {
  it('is clear when each run is there from its first line to at least the one that it noted', () => {
    const logs = `${lines('1-1', 1, 3)}${lines('2-2', 1, 2)}${lines('1-1', 4, 7)}`;
    expect(judgeLines(logs, new Map([['1-1', 5]]), 0)).toEqual({ stored: 9, runs: 2, mistakes: [] });
  });

  it('tells of a gap, of a line that is there twice, and of two that changed places', () => {
    expect(mistakes(lines('1-1', 1, 2) + lines('1-1', 4, 4), { '1-1': 4 })).toEqual([
      'run 1-1: line 4 comes after line 2',
    ]);
    expect(mistakes(lines('1-1', 1, 2) + lines('1-1', 2, 3), {})).toEqual(['run 1-1: line 2 comes after line 2']);
    expect(mistakes(lines('1-1', 2, 2) + lines('1-1', 1, 1), {}, 9)).toEqual(['run 1-1: line 1 comes after line 2']);
  });

  it('tells of an end, a beginning and a whole run that are missing', () => {
    expect(mistakes(lines('1-1', 1, 4), { '1-1': 5 })).toEqual(['run 1-1 ends with line 4 of 5']);
    expect(mistakes(lines('1-1', 3, 5), { '1-1': 5 })).toEqual([
      'run 1-1 begins with line 3, but nothing was evicted',
      '2 lines are missing, of which 0 were counted as evicted',
    ]);
    expect(mistakes('', { '1-1': 5 })).toEqual([
      'run 1-1: none of its 5 lines is there',
      '5 lines are missing, of which 0 were counted as evicted',
    ]);
  });

  it('lets lines be missing that were counted as evicted, and no more', () => {
    expect(mistakes(lines('1-1', 4, 5), { '1-1': 5, '2-2': 2 }, 5)).toEqual([]);
    expect(mistakes(lines('1-1', 4, 5), { '1-1': 5, '2-2': 2 }, 4)).toEqual([
      '5 lines are missing, of which 4 were counted as evicted',
    ]);
  });
});
