import { describe, expect, it } from '@jest/globals';
import { TimelineHistory } from '../../src/app/timeline-history.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { ProbeRecord } from '../../src/model/probe-spec.ts';
import type { RunRecord } from '../../src/model/process-status.ts';
import type { ReloadSummary } from '../../src/model/reload-plan.ts';
import type { ServerEvent } from '../../src/model/server-event.ts';
import { ManualClock } from '../rig/manual-clock.ts';

const BEGAN_AT = Date.UTC(2024, 0, 1);
const NOTHING: ReloadSummary = { added: [], removed: [], restarted: [], updated: [], unchanged: [] };

function begun(run: number, startedAt = run * 1_000): RunRecord {
  return { run, pid: 7, startedAt, endedAt: null, exit: null, cause: null };
}

function failed(at: number): ProbeRecord {
  return { run: 1, purpose: 'alive', kind: 'tcp', at, ok: false, answer: 'connection refused' };
}

function newHistory() {
  const history = new TimelineHistory(new ManualClock(BEGAN_AT), BEGAN_AT);
  let id = 0;
  const record = (event: ServerEvent) => history.record({ id: ++id, at: BEGAN_AT + id, event });
  const past = (name: string) => {
    const [found] = history.read([name], null).processes;
    if (found === undefined) throw new Error(`Internal error: nothing was read of ${name}`);
    return found;
  };
  return { history, record, past };
}

describe('the history of the timeline', () => {
  it('has each run once, with all that came to be known of it', () => {
    const { history, past } = newHistory();
    history.run('api', begun(1));
    history.run('api', { ...begun(1), endedAt: 1_500, exit: { code: 1, signal: null } });
    history.run('api', begun(2));
    expect(past('api')).toEqual({
      name: 'api',
      runs: [
        { run: 1, startedAt: 1_000, endedAt: 1_500, exit: { code: 1, signal: null }, cause: null },
        { run: 2, startedAt: 2_000, endedAt: null, exit: null, cause: null },
      ],
      failedProbes: [],
      lostRuns: 0,
      lostProbes: 0,
    });
  });

  it('has the probes that failed, and no others', () => {
    const { history, past } = newHistory();
    history.probe('api', { ...failed(1), ok: true });
    history.probe('api', failed(2));
    expect(past('api').failedProbes).toEqual([
      { run: 1, purpose: 'alive', kind: 'tcp', at: 2, answer: 'connection refused' },
    ]);
  });

  it('gives what was not over at a time, and the last run of each process', () => {
    const { history, record } = newHistory();
    for (let run = 1; run <= 4; run++) history.run('api', { ...begun(run), endedAt: run * 1_000 + 500 });
    history.run('web', begun(1));
    history.run('job', { ...begun(1), endedAt: 1_001 });
    for (const at of [2_400, 2_500]) history.probe('api', failed(at));
    record({ type: 'ConfigRejected', diagnostics: [] });
    const since = history.read(['api', 'web', 'job'], 2_500);
    expect(since.processes.map(({ runs }) => runs.map(({ run }) => run))).toEqual([[2, 3, 4], [1], [1]]);
    expect(since.processes[0]?.failedProbes.map(({ at }) => at)).toEqual([2_500]);
    expect(since.reloads).toHaveLength(1);
    expect(history.read([], BEGAN_AT + 60_000).reloads).toEqual([]);
  });

  it('keeps the last 500 of each and counts the others, without a loss for a quiet process', () => {
    const { history, past } = newHistory();
    history.run('quiet', begun(1));
    for (let number = 1; number <= 700; number++) {
      history.run('noisy', begun(number));
      history.probe('noisy', failed(number));
    }
    expect(past('noisy')).toMatchObject({ lostRuns: 200, lostProbes: 200 });
    expect(past('noisy').runs).toHaveLength(500);
    expect(past('noisy').failedProbes.at(-1)?.at).toBe(700);
    expect(past('quiet')).toMatchObject({ runs: [{ run: 1 }], lostRuns: 0 });
  });

  it('keeps the less of each process the more there are', () => {
    const { history } = newHistory();
    const names = Array.from({ length: 1_000 }, (_, index) => `worker-${index}`);
    for (let run = 1; run <= 60; run++) for (const name of names) history.run(name, begun(run));
    const { processes } = history.read(names, null);
    expect(processes.map(({ runs }) => runs.length)).toEqual(names.map(() => 50));
    expect(processes.map(({ lostRuns }) => lostRuns)).toEqual(names.map(() => 10));
  });

  it('drops at once what is too much when a process comes', () => {
    const { history, past } = newHistory();
    for (let run = 1; run <= 500; run++) history.run('api', begun(run));
    for (let number = 1; number < 200; number++) history.run(`worker-${number}`, begun(1));
    expect(past('api')).toMatchObject({ lostRuns: 250 });
  });

  it('goes on with a process that was removed and added again, whose runs count from one', () => {
    const { history, record, past } = newHistory();
    history.run('api', { ...begun(1), endedAt: 1_500 });
    record({ type: 'ProcessRemoved', name: 'api' });
    history.run('api', begun(1, 9_000));
    expect(past('api').runs.map(({ run, startedAt }) => [run, startedAt])).toEqual([
      [1, 1_000],
      [1, 9_000],
    ]);
  });

  it('keeps the past of the last hundred processes that were removed', () => {
    const { history, record } = newHistory();
    for (let number = 1; number <= 101; number++) {
      history.run(`job-${number}`, begun(1));
      record({ type: 'ProcessRemoved', name: `job-${number}` });
    }
    expect(history.names).toHaveLength(100);
    expect(history.names[0]).toBe('job-2');
  });

  it('has reloads as they happened, and what was refused', () => {
    const { history, record } = newHistory();
    const diagnostics: readonly Diagnostic[] = [{ severity: 'error', message: 'no', at: null, related: [] }];
    record({ type: 'ConfigReloaded', plan: { ...NOTHING, added: ['db'], unchanged: ['api'] } });
    record({ type: 'ConfigRejected', diagnostics });
    record({ type: 'SessionStopping', why: 'asked to' });
    expect(history.read([], null)).toEqual({
      beganAt: BEGAN_AT,
      now: BEGAN_AT,
      processes: [],
      reloads: [
        { at: BEGAN_AT + 1, accepted: true, plan: { added: ['db'], removed: [], restarted: [], updated: [] } },
        { at: BEGAN_AT + 2, accepted: false, diagnostics },
      ],
      lostReloads: 0,
    });
  });

  it('keeps the last 500 reloads, and fewer when they are about very much', () => {
    const { history, record } = newHistory();
    for (let number = 0; number < 600; number++) record({ type: 'ConfigReloaded', plan: NOTHING });
    expect(history.read([], null)).toMatchObject({ lostReloads: 100 });
    const added = Array.from({ length: 5_000 }, (_, index) => `worker-${index}`);
    for (let number = 0; number < 6; number++) record({ type: 'ConfigReloaded', plan: { ...NOTHING, added } });
    expect(history.read([], null).reloads).toHaveLength(4);
    expect(history.read([], null)).toMatchObject({ lostReloads: 602 });
  });
});
