import { describe, expect, it } from '@jest/globals';
import { EventHistory } from '../../src/app/event-history.ts';
import type { Clock } from '../../src/model/clock.ts';

const CLOCK: Clock = { now: () => 0, wallTime: () => 1_000, schedule: () => () => {} };

function historyOf(count: number): EventHistory {
  const history = new EventHistory(CLOCK);
  for (let i = 1; i <= count; i++) history.record({ type: 'ProcessRemoved', name: `p${i}` });
  return history;
}

describe('EventHistory', () => {
  it('gives what came after a cursor, and the cursor to go on from', () => {
    const page = historyOf(3).after(1);
    expect(page.events.map(({ id }) => id)).toEqual([2, 3]);
    expect(page).toMatchObject({ next: 3, missed: 0 });
  });

  it('gives nothing after its end, even to a cursor from another session', () => {
    expect(historyOf(3).after(99)).toEqual({ events: [], next: 3, missed: 0 });
  });

  it('counts what it no longer keeps', () => {
    const page = historyOf(12_000).after(10);
    const [first] = page.events;
    expect(page.missed).toBe((first?.id ?? 0) - 11);
    expect(page.events.length).toBeGreaterThanOrEqual(5_000);
    expect(page.next).toBe(12_000);
  });
});
