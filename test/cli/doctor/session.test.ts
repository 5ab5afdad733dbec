import { describe, expect, it } from '@jest/globals';
import { checkSession } from '../../../src/cli/doctor/session.ts';
import type { LoopDelay } from '../../../src/model/control.ts';
import { err, ok } from '../../../src/model/result.ts';
import { fakeControl, SAMPLE } from '../../rig/fake-control.ts';

/** A session whose answers take so long, one after the other. */
function sessionTaking(...times: readonly number[]) {
  return sessionLateBy(SAMPLE.loopDelay, ...times);
}

function sessionLateBy(delay: LoopDelay, ...times: readonly number[]) {
  let now = 0;
  const waits = [...times];
  const { session, loopDelay } = fakeControl({
    loopDelay: async () => ok(delay),
    session: async () => {
      now += waits.shift() ?? 0;
      return ok(SAMPLE.session);
    },
  });
  return { connected: ok({ hello: SAMPLE.session, session, loopDelay }), now: () => now };
}

describe('the check of the session', () => {
  it('says how fast it answers, whatever kept one answer or two', async () => {
    const { connected, now } = sessionTaking(900, 2, 1, 900, 3);
    expect(await checkSession(connected, now)).toEqual({
      check: 'session',
      state: 'ok',
      detail: 'pid 4711 answers in 3.0 ms; its event loop is late by 4.0 ms (p99), 12.5 ms at most',
      advice: null,
    });
  });

  it('finds one that does not keep up', async () => {
    const { connected, now } = sessionTaking(150, 2, 200, 900, 3);
    expect(await checkSession(connected, now)).toMatchObject({
      state: 'limited',
      detail: expect.stringContaining('150.0 ms'),
    });
  });

  it('finds one that answers now and is mostly late', async () => {
    const { connected, now } = sessionLateBy({ medianMs: 90, p99Ms: 140, maxMs: 200 }, 1, 1, 1, 1, 1);
    expect(await checkSession(connected, now)).toMatchObject({ state: 'limited' });
  });

  it('takes none for well, and one that does not answer for broken', async () => {
    const now = () => 0;
    expect(await checkSession(err({ reason: 'no-session' }), now)).toMatchObject({ state: 'ok' });
    const stuck = err({ reason: 'session-unresponsive', timeoutMs: 2_000 } as const);
    expect(await checkSession(stuck, now)).toMatchObject({ state: 'broken' });
  });
});
