import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { endOf, laterResources, laterTimeline } from '../../../src/http/page/overview/later.ts';
import { isMeasured, plotSeries } from '../../../src/http/page/overview/plot-series.ts';
import { moodOfRun, probeMarks, reloadMarks, runMarks } from '../../../src/http/page/overview/run-marks.ts';
import { movedEnd, spanBetween } from '../../../src/http/page/overview/span.ts';
import { rangeOf, TimeScale, ticksOf } from '../../../src/http/page/overview/time-range.ts';
import type { ResourceHistory } from '../../../src/model/resource-history.ts';
import type { Timeline, TimelineRun } from '../../../src/model/timeline.ts';

const BEGAN = Date.UTC(2026, 0, 2, 3, 0, 0);
const MINUTE = 60_000;

function runOf(run: number, startedAt: number, endedAt: number | null, code = 0): TimelineRun {
  const exit = endedAt === null ? null : ({ code, signal: null } as const);
  return { run, startedAt, endedAt, exit, cause: null };
}

describe('the axis of time', () => {
  it('shows the last minutes, all of the session, or a range', () => {
    const now = BEGAN + 60 * MINUTE;
    expect(rangeOf({ kind: 'last', ms: 5 * MINUTE }, BEGAN, now)).toEqual({ from: now - 5 * MINUTE, to: now });
    expect(rangeOf({ kind: 'all' }, BEGAN, now)).toEqual({ from: BEGAN, to: now });
    expect(rangeOf({ kind: 'all' }, BEGAN, BEGAN)).toEqual({ from: BEGAN - 10_000, to: BEGAN });
    expect(rangeOf({ kind: 'range', from: 5, to: 5 }, BEGAN, now)).toMatchObject({ from: 5, to: 6 });
  });

  it('finds the time of a place, and the place of a time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 ** 9 }),
        fc.integer({ min: 1, max: 3000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (ms, width, share) => {
          const scale = new TimeScale({ from: BEGAN, to: BEGAN + ms }, width);
          expect(scale.time(scale.x(BEGAN + share * ms))).toBeCloseTo(BEGAN + share * ms, 0);
        },
      ),
    );
  });

  it('has ticks at times that people know, as many as there is room for', () => {
    const texts = ticksOf({ from: BEGAN, to: BEGAN + 10 * MINUTE }, 6, 0).map(({ text }) => text);
    expect(texts).toEqual(['03:00', '03:02', '03:04', '03:06', '03:08']);
    expect(ticksOf({ from: BEGAN, to: BEGAN + 20_000 }, 5, 0).map(({ text }) => text)).toEqual([
      '03:00:00',
      '03:00:05',
      '03:00:10',
      '03:00:15',
    ]);
  });

  it("goes by the reader's clock", () => {
    const hours = ticksOf({ from: BEGAN, to: BEGAN + 24 * 60 * MINUTE }, 4, -330);
    expect(hours.map(({ text }) => text)).toEqual(['12:00', '18:00', '01-03', '06:00']);
    expect(hours[0]?.time).toBe(Date.UTC(2026, 0, 2, 6, 30));
  });

  it('never has more ticks than there is room for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 12 }), fc.integer({ min: 1, max: 30 }), (ms, most) => {
        expect(ticksOf({ from: BEGAN, to: BEGAN + ms }, most, 0).length).toBeLessThanOrEqual(most + 1);
      }),
    );
  });
});

describe('runs on the timeline', () => {
  const scale = new TimeScale({ from: BEGAN, to: BEGAN + 100_000 }, 1000);
  const now = BEGAN + 100_000;

  it('are bars from their beginning to their end, or to now', () => {
    const marks = runMarks('api', [runOf(1, BEGAN, BEGAN + 50_000, 3), runOf(2, BEGAN + 60_000, null)], scale, now);
    expect(marks).toMatchObject([
      { x: 0, width: 500, mood: 'bad', since: BEGAN, until: BEGAN + 50_000 },
      { x: 600, width: 400, mood: 'good', until: null },
    ]);
    expect(marks[0]?.label).toMatch(/^api, run 1: .* \(50s\), exited with code 3$/);
  });

  it('are cut off at the axis, and left out beyond it', () => {
    const marks = runMarks(
      'api',
      [runOf(1, BEGAN - 9_000, BEGAN - 1), runOf(2, BEGAN - 5_000, BEGAN + 1_000)],
      scale,
      now,
    );
    expect(marks).toMatchObject([{ x: 0, width: 10 }]);
  });

  it('of a crash loop are few marks, however many there are', () => {
    const runs = Array.from({ length: 500 }, (_, index) =>
      runOf(index + 1, BEGAN + index * 100, BEGAN + index * 100 + 90, 1),
    );
    const marks = runMarks('api', runs, scale, now);
    expect(marks).toHaveLength(1);
    expect(marks[0]).toMatchObject({ mood: 'bad', since: BEGAN });
    expect(marks[0]?.label).toMatch(/^api: 500 runs, 1 to 500, .*, 500 ended badly$/);
  });

  it('ended badly when nobody asked them to end', () => {
    const ended = (exit: TimelineRun['exit']) => moodOfRun({ ...runOf(1, BEGAN, BEGAN + 1), exit });
    expect(ended({ code: 0, signal: null })).toBe('quiet');
    expect(ended({ code: 143, signal: null })).toBe('quiet');
    expect(ended({ code: null, signal: 'SIGTERM' })).toBe('quiet');
    expect(ended({ code: 1, signal: null })).toBe('bad');
    expect(ended({ code: null, signal: 'SIGSEGV' })).toBe('bad');
    expect(ended({ code: null, signal: 'SIGKILL' })).toBe('bad');
  });
});

describe('what else is on the timeline', () => {
  const scale = new TimeScale({ from: BEGAN, to: BEGAN + 100_000 }, 1000);
  const probeAt = (at: number) => ({ run: 1, purpose: 'ready', kind: 'http', at, answer: 'status 503' }) as const;

  it('are failed probes, those together that would lie on each other', () => {
    const marks = probeMarks('api', [probeAt(BEGAN), probeAt(BEGAN + 50), probeAt(BEGAN + 9_000)], scale);
    expect(marks.map(({ x }) => x)).toEqual([0, 90]);
    expect(marks[0]?.label).toMatch(/readiness probe of api failed 2 times, at last: status 503$/);
    expect(marks[1]?.label).toMatch(/readiness probe of api failed: http: status 503$/);
  });

  it('are reloads, and those that were refused', () => {
    const plan = { added: ['db'], removed: [], restarted: [{ name: 'api', keys: ['command'] }], updated: [] };
    const marks = reloadMarks(
      [
        { at: BEGAN + 1_000, accepted: true, plan },
        { at: BEGAN + 2_000, accepted: false, diagnostics: [] },
      ],
      scale,
    );
    expect(marks.map(({ mood }) => mood)).toEqual(['quiet', 'bad']);
    expect(marks[0]?.label).toMatch(/a reload added db; restarted api$/);
  });
});

describe('a span of time', () => {
  it('is between two moments, whichever comes first', () => {
    expect(spanBetween(20.7, 10.2)).toEqual({ since: 10, until: 21 });
    expect(spanBetween(10, 10)).toEqual({ since: 10, until: 11 });
  });

  it('keeps its ends in order', () => {
    const span = { since: 10, until: 20 };
    expect(movedEnd(span, 'since', 5.5)).toEqual({ since: 5, until: 20 });
    expect(movedEnd(span, 'since', 50)).toEqual({ since: 19, until: 20 });
    expect(movedEnd(span, 'until', 1)).toEqual({ since: 10, until: 11 });
  });
});

function resources(
  offsetsMs: readonly number[],
  columns: { readonly [name: string]: readonly (number | null)[] },
): ResourceHistory {
  const processes = Object.entries(columns).map(([name, cpu]) => ({ name, cpu, memory: cpu }));
  return { beganAt: BEGAN, everyMs: 2_000, offsetsMs, processes };
}

describe('what processes used', () => {
  it('is a line for each that is wanted, the one that uses most first', () => {
    const history = resources([0, 2_000], { api: [0.1, 0.2], db: [0.5, null], web: [0, 0] });
    expect(plotSeries(history, ['api', 'db'], 'cpu')).toEqual({
      times: [BEGAN, BEGAN + 2_000],
      lines: [
        { name: 'db', isRest: false, values: [0.5, null] },
        { name: 'api', isRest: false, values: [0.1, 0.2] },
      ],
    });
  });

  it('is one line for all but the first few', () => {
    const columns = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`p${index}`, [index, null]]));
    const { lines } = plotSeries(resources([0, 2_000], columns), [], 'cpu');
    expect(lines.map(({ name }) => name)).toEqual(['p9', 'p8', 'p7', 'p6', 'p5', '5 others']);
    expect(lines.at(-1)).toEqual({ name: '5 others', isRest: true, values: [10, null] });
  });

  it('is not drawn where nobody measured', () => {
    const { times, lines } = plotSeries(resources([0, 2_000, 60_000], { api: [1, 2, 3] }), [], 'cpu');
    expect(times).toEqual([0, 2_000, 31_000, 60_000].map((offset) => BEGAN + offset));
    expect(lines[0]?.values).toEqual([1, 2, null, 3]);
  });

  it('is worth a plot when any of it is known', () => {
    const history = resources([0, 2_000], { api: [null, 0.1], flash: [null, null] });
    expect(isMeasured(history, [])).toBe(true);
    expect(isMeasured(history, ['flash'])).toBe(false);
  });

  it('is nothing before it is measured', () => {
    expect(plotSeries({ ...resources([], {}), beganAt: null }, [], 'memory')).toEqual({ times: [], lines: [] });
  });
});

describe('what has come since', () => {
  it('is put behind what was known', () => {
    const known = resources([0, 2_000], { api: [1, 2], gone: [3, 4] });
    expect(laterResources(known, resources([4_000], { api: [5], come: [6] }))).toEqual(
      resources([0, 2_000, 4_000], { api: [1, 2, 5], come: [null, null, 6], gone: [3, 4, null] }),
    );
  });

  it('is read anew when rows were merged, or another session answers', () => {
    const known = resources([0], { api: [1] });
    expect(laterResources(known, { ...known, everyMs: 4_000 })).toBeNull();
    expect(laterResources(known, { ...known, beganAt: BEGAN + 1 })).toBeNull();
  });

  it('takes the place of a run that has ended since, and repeats nothing', () => {
    const probe = (at: number) => ({ run: 1, purpose: 'ready', kind: 'tcp', at, answer: 'refused' }) as const;
    const timeline = (now: number, runs: readonly TimelineRun[], probes: readonly number[]): Timeline => ({
      beganAt: BEGAN,
      now,
      processes: [{ name: 'api', runs, failedProbes: probes.map(probe), lostRuns: 0, lostProbes: 0 }],
      reloads: probes.map((at) => ({ at, accepted: false, diagnostics: [] })),
      lostReloads: 0,
    });
    const known = timeline(
      BEGAN + 10.7,
      [runOf(1, BEGAN, BEGAN + 5), runOf(2, BEGAN + 6, null)],
      [BEGAN + 3, BEGAN + 10.5],
    );
    expect(endOf(known)).toBe(BEGAN + 10);
    const news = timeline(BEGAN + 20, [runOf(2, BEGAN + 6, BEGAN + 12), runOf(3, BEGAN + 13, null)], [BEGAN + 10.5]);
    expect(laterTimeline(known, news)).toEqual(
      timeline(
        BEGAN + 20,
        [runOf(1, BEGAN, BEGAN + 5), runOf(2, BEGAN + 6, BEGAN + 12), runOf(3, BEGAN + 13, null)],
        [BEGAN + 3, BEGAN + 10.5],
      ),
    );
    expect(laterTimeline(known, { ...news, beganAt: BEGAN + 1 })).toBeNull();
    expect(laterTimeline(known, { ...news, now: BEGAN })).toBeNull();
  });
});
